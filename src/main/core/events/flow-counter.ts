import type { Clock } from '#shared/kernel/index.ts';

/** An observed flow of events from an emitter to a listener. */
export interface EventFlow {
  readonly from: string;
  readonly to: string;
  /** Events per second over the last 10 s. */
  readonly rate: number;
}

const bucketMs = 1_000;
const bucketCount = 10;
/** A flow that was silent for this long is no longer shown. */
const forgetAfterMs = 600_000;

type Flow = { readonly from: string; readonly to: string; readonly buckets: Uint32Array; newest: number };

/** Counts the observed flows on the bus: which component's events reach which component, and how often. */
export class FlowCounter {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #flows = new Map<string, Map<string, Flow>>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  count(from: string, to: string): void {
    const second = Math.floor(this.#clock.monotonic() / bucketMs);
    let targets = this.#flows.get(from);
    if (!targets) this.#flows.set(from, (targets = new Map()));
    let flow = targets.get(to);
    if (!flow) targets.set(to, (flow = { from, to, buckets: new Uint32Array(bucketCount), newest: second }));
    this.#turn(flow, second);
    const bucket = second % bucketCount;
    flow.buckets[bucket] = (flow.buckets[bucket] ?? 0) + 1;
  }

  /** Returns all remembered flows, including currently silent ones. */
  read(): readonly EventFlow[] {
    const now = this.#clock.monotonic();
    const second = Math.floor(now / bucketMs);
    const found: EventFlow[] = [];
    for (const targets of this.#flows.values()) {
      for (const flow of targets.values()) {
        if ((second - flow.newest) * bucketMs > forgetAfterMs) {
          targets.delete(flow.to);
          continue;
        }
        const sum = this.#sumAt(flow, second);
        found.push({ from: flow.from, to: flow.to, rate: sum / (bucketCount * (bucketMs / 1_000)) });
      }
    }
    return found;
  }

  #sumAt({ buckets, newest }: Flow, second: number): number {
    let sum = 0;
    for (let at = newest; at > second - bucketCount; at--) sum += buckets[at % bucketCount] ?? 0;
    return sum;
  }

  /** Clears the buckets of the seconds without a count. */
  #turn(flow: Flow, second: number): void {
    const passed = Math.min(second - flow.newest, bucketCount);
    for (let step = 1; step <= passed; step++) flow.buckets[(flow.newest + step) % bucketCount] = 0;
    flow.newest = second;
  }
}
