import { Fault, type Result } from '#shared/kernel/index.ts';
import type { FaultView } from '#shared/model/index.ts';

/** The outcome of one component in its orchestrator's start. */
export interface ComponentStart {
  readonly componentId: string;
  readonly outcome: 'running' | 'failed' | 'waiting' | 'switched-off';
  /**
   * Milliseconds from the start of the orchestrator to the start of the component; null when it did not
   * start.
   */
  readonly beganAfterMs: number | null;
  readonly tookMs: number | null;
  readonly fault: FaultView | null;
  /** A sentence on what it waits for; null when it does not wait. */
  readonly waitsFor: string | null;
}

/** The report of a start, as data: which component started when, and how long each took. */
export interface StartReport {
  readonly orchestratorId: string;
  /** `degraded`: a component that is not essential does not run. */
  readonly outcome: 'running' | 'degraded';
  readonly tookMs: number;
  readonly components: readonly ComponentStart[];
}

/** The report of a stop. Everything was stopped; the faults happened on the way. */
export interface StopReport {
  readonly orchestratorId: string;
  readonly tookMs: number;
  readonly faults: readonly { readonly componentId: string; readonly fault: Fault }[];
}

/** Returns the fault of a start that was cancelled by a stop. */
export const startCancelled = (title: string): Fault =>
  new Fault('lifecycle.start-cancelled', `${title} was stopped before its start was complete`, {
    kind: 'dependency',
  });

/** One start of an orchestrator, from the request until every component runs, has failed or is waiting. */
export class StartSession {
  /** Monotonic milliseconds. */
  readonly beganAt: number;
  readonly result: Promise<Result<StartReport, Fault>>;
  /** Components without an outcome yet. */
  readonly pending: Set<string>;
  /** Set when an essential component failed and everything is being rolled back. */
  rollback: Fault | null = null;
  readonly #finish: (result: Result<StartReport, Fault>) => void;

  constructor(beganAt: number, pending: Iterable<string>) {
    this.beganAt = beganAt;
    this.pending = new Set(pending);
    const { promise, resolve } = Promise.withResolvers<Result<StartReport, Fault>>();
    this.result = promise;
    this.#finish = resolve;
  }

  finish(result: Result<StartReport, Fault>): void {
    this.#finish(result);
  }
}
