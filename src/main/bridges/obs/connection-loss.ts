import type { Fault } from '#shared/kernel/index.ts';
import type { ComponentContext } from '#core/component.ts';
import { bridgeLinkLost, repeating } from '#shared/catalogue/topics/bridge.ts';
import { obsDisconnected } from '#shared/catalogue/topics/obs.ts';
import { lostCondition, type ObsConditions } from './obs-conditions.ts';
import type { ObsTracker } from './obs-tracker.ts';

/** Reports the loss of a connection once and fails the component. */
export class ConnectionLoss {
  readonly #context: Pick<ComponentContext, 'events' | 'fail'>;
  readonly #conditions: ObsConditions;
  readonly #tracker: ObsTracker;
  #watching = false;
  #lost = false;

  constructor(options: {
    readonly context: Pick<ComponentContext, 'events' | 'fail'>;
    readonly conditions: ObsConditions;
    readonly tracker: ObsTracker;
  }) {
    this.#context = options.context;
    this.#conditions = options.conditions;
    this.#tracker = options.tracker;
  }

  get lost(): boolean {
    return this.#lost;
  }

  /**
   * Starts to report the loss, once the bridge is running. During the start, the failing calls report the
   * same fault.
   */
  watch(): void {
    this.#watching = true;
  }

  report(fault: Fault): void {
    if (this.#lost || !this.#watching) return;
    this.#lost = true;
    this.#tracker.end();
    this.#conditions.set(lostCondition(fault));
    const { events } = this.#context;
    const { code, message: reason } = fault;
    const emitted = events.emit(obsDisconnected({ code }, { reason }));
    events.emit(bridgeLinkLost({ platform: 'obs', code, since: emitted.at }, repeating(emitted)));
    this.#context.fail(fault);
  }
}
