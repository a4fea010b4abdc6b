import type { Clock } from '#shared/kernel/index.ts';
import type { ComponentEvents } from '#core/component.ts';
import { obsPayloadRefused } from '#shared/catalogue/topics/obs.ts';
import type { ObsSubject } from './obs-faults.ts';

/** Minimum interval between events for refused payloads; the first payload causes an event immediately. */
const eventPeriodMs = 10_000;

/** Counts unreadable payloads from OBS, and emits events for them without flooding the journal. */
export class RefusedPayloads {
  readonly #subject: ObsSubject;
  readonly #clock: Clock;
  readonly #events: ComponentEvents;
  #count = 0;
  #emittedAt: number | undefined;

  constructor(options: {
    readonly subject: ObsSubject;
    readonly clock: Clock;
    readonly events: ComponentEvents;
  }) {
    this.#subject = options.subject;
    this.#clock = options.clock;
    this.#events = options.events;
  }

  get count(): number {
    return this.#count;
  }

  add(what: string): void {
    this.#count += 1;
    const now = this.#clock.monotonic();
    if (this.#emittedAt !== undefined && now - this.#emittedAt < eventPeriodMs) return;
    this.#emittedAt = now;
    this.#events.emit(obsPayloadRefused({ what, refusedSoFar: this.#count }, this.#subject));
  }
}
