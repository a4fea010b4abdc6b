import type { Fault } from '#shared/kernel/index.ts';
import type { ComponentContext } from '#core/component.ts';
import { bridgeLinkLost, repeating } from '#shared/catalogue/topics/bridge.ts';
import { obsDisconnected } from '#shared/catalogue/topics/obs.ts';
import { lostCondition, type ObsConditions } from './obs-conditions.ts';
import type { ObsTracker } from './obs-tracker.ts';

/** Ends a life whose connection was lost, once. */
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

  /** Call when the life has begun. Until then nothing is reported: the calls that fail say the same. */
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
    const told = events.emit(obsDisconnected({ code }, { reason }));
    events.emit(bridgeLinkLost({ platform: 'obs', code, since: told.at }, repeating(told)));
    this.#context.fail(fault);
  }
}
