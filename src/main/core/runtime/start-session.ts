import { Fault, type Result } from '#shared/kernel/index.ts';
import type { FaultView } from '#shared/model/index.ts';

/** How one component came out of its orchestrator's start. */
export interface ComponentStart {
  readonly componentId: string;
  readonly outcome: 'running' | 'failed' | 'waiting' | 'switched-off';
  /** From the start of the orchestrator to the start of the component, milliseconds; null when it was not begun. */
  readonly beganAfterMs: number | null;
  readonly tookMs: number | null;
  readonly fault: FaultView | null;
  /** What it waits for, in a sentence; null when it does not. */
  readonly waitsFor: string | null;
}

/** What a start came to. Boot as data: who began when, and how long each took. */
export interface StartReport {
  readonly orchestratorId: string;
  /** `degraded`: something that is not essential does not run. */
  readonly outcome: 'running' | 'degraded';
  readonly tookMs: number;
  readonly components: readonly ComponentStart[];
}

/** What a stop came to. Everything was stopped; the faults say what went wrong on the way. */
export interface StopReport {
  readonly orchestratorId: string;
  readonly tookMs: number;
  readonly faults: readonly { readonly componentId: string; readonly fault: Fault }[];
}

/** What who started an orchestrator is told when somebody stopped it before it had come to anything. */
export const startCancelled = (title: string): Fault =>
  new Fault('lifecycle.start-cancelled', `${title} was stopped before its start was over`, {
    kind: 'dependency',
  });

/** One start of an orchestrator, from the wish to the moment at which every component has come to something. */
export class StartSession {
  /** Monotonic milliseconds. */
  readonly beganAt: number;
  readonly result: Promise<Result<StartReport, Fault>>;
  /** Components of which nothing is known yet. */
  readonly pending: Set<string>;
  /** Set when an essential component failed: everything is being taken back. */
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
