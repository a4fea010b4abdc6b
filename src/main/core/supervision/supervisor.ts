import {
  assertNever,
  backoffDelay,
  type Clock,
  type Fault,
  type RandomSource,
} from '#shared/kernel/index.ts';
import type { FaultView, SupervisionView } from '#shared/model/index.ts';
import type { SupervisionPolicy } from './policy.ts';

/** The decision after a failure. */
export type SupervisionDecision =
  | { readonly kind: 'retry'; readonly delayMs: number; readonly attempt: number }
  | { readonly kind: 'wait-for-settings' }
  | { readonly kind: 'wait-for-sign-in' }
  | { readonly kind: 'wait-for-dependency'; readonly componentId: string }
  | { readonly kind: 'quarantine' };

/** Returns a fault for display, without its stack and cause. */
export const toFaultView = (fault: Fault, at: number, text: (message: string) => string): FaultView => ({
  code: fault.code,
  kind: fault.kind,
  message: text(fault.message),
  retryable: fault.retryable,
  action: fault.action ?? null,
  at,
});

/** Returns the dependency that a fault names as missing; null when it is of another kind, or names none. */
export const missingDependencyOf = (fault: Fault): string | null =>
  fault.kind === 'dependency' && fault.action?.kind === 'start-component'
    ? (fault.action.target ?? null)
    : null;

/** More evidence than is ever shown; the newest is kept. */
const maxEvidence = 20;

export interface SupervisorOptions {
  readonly policy: SupervisionPolicy;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly random: RandomSource;
  /** Redacts secrets in messages before they are stored. */
  readonly text: (message: string) => string;
}

/**
 * Tracks one component over its lives and decides what follows each failure. It only decides: waiting,
 * starting and stopping happen elsewhere.
 *
 * @example
 * ```ts
 * import { Supervisor } from '#core/supervision/supervisor.ts';
 *
 * const supervisor = new Supervisor({
 *   policy: defaultPolicy,
 *   clock: createFakeClock(),
 *   random: { next: () => 1 },
 *   text: (message) => message,
 * });
 * const lost = new Fault('obs.lost', 'OBS closed the connection', { kind: 'transient' });
 * supervisor.failed(lost); // => { kind: 'retry', delayMs: 500, attempt: 2 }
 * supervisor.failed(lost); // => { kind: 'retry', delayMs: 1_000, attempt: 3 }
 *
 * const refused = new Fault('obs.wrong-password', 'OBS refused the password', { kind: 'authentication' });
 * supervisor.failed(refused); // => { kind: 'wait-for-sign-in' }
 * supervisor.view().attempt; // => 3
 * ```
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #restarts = 0;
  /**
   * Failures since the backoff last started over; spans several outages when they follow each other closely.
   */
  #failuresInRow = 0;
  #attempt = 0;
  #readySince: number | null = null;
  #outageSince: number | null = null;
  #lastFailure: FaultView | null = null;
  #defectTimes: number[] = [];
  /** Replaced, never mutated: earlier readers keep their list. */
  #evidence: FaultView[] = [];
  #view: SupervisionView | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Number of failures in the current outage; 0 without one. */
  get attempt(): number {
    return this.#attempt;
  }

  get lastFailure(): FaultView | null {
    return this.#lastFailure;
  }

  /** Start of the current outage, epoch milliseconds; null without one. */
  get outageSince(): number | null {
    return this.#outageSince;
  }

  /** Records a further life within the same start. */
  restarting(): void {
    this.#restarts++;
  }

  /** Records that the component became ready. */
  ready(): void {
    this.#readySince = this.#options.clock.monotonic();
    this.#attempt = 0;
    this.#outageSince = null;
  }

  /** Records that it is no longer desired: its outage ends, whatever failed. */
  switchedOff(): void {
    this.#attempt = 0;
    this.#outageSince = null;
  }

  /** Records that it is only not set up: no outage started, and there is nothing to recover from. */
  notSetUp(): void {
    this.#outageSince = null;
  }

  /** Records a stop on command: neither a failure nor readiness. */
  stopped(): void {
    this.#settleReadiness();
  }

  /**
   * Decides what follows a failure, at the start or later. `mayWaitFor` returns false for a missing
   * dependency that would never end the wait: an unknown one, a running one, or one that waits in turn.
   */
  failed(fault: Fault, mayWaitFor: (componentId: string) => boolean = () => true): SupervisionDecision {
    const { clock, policy, random, text } = this.#options;
    this.#settleReadiness();
    this.#lastFailure = toFaultView(fault, clock.now(), text);
    this.#outageSince ??= clock.now();
    switch (fault.kind) {
      case 'transient':
        return this.#retry(fault);
      case 'authentication':
        this.#attempt++;
        return { kind: fault.action?.kind === 'open-settings' ? 'wait-for-settings' : 'wait-for-sign-in' };
      case 'configuration':
        this.#attempt++;
        return { kind: 'wait-for-settings' };
      case 'dependency': {
        // Never counts as its own failure: it does not lengthen the delays of a later outage.
        const missingId = missingDependencyOf(fault);
        if (missingId !== null && mayWaitFor(missingId))
          return { kind: 'wait-for-dependency', componentId: missingId };
        const delayMs = Math.max(
          fault.retryAfterMs ?? 0,
          Math.round((0.5 + random.next() / 2) * policy.backoff.capMs),
        );
        return { kind: 'retry', delayMs, attempt: this.#attempt + 1 };
      }
      case 'defect':
        return this.#defect(fault);
      default:
        return assertNever(fault.kind);
    }
  }

  /** Starts backoff and defect budget over, after a manual start or a change of settings. */
  resetBackoff(): void {
    this.#failuresInRow = 0;
    this.#forgive();
  }

  /** Resets all counters when the orchestrator starts again. */
  reset(): void {
    this.resetBackoff();
    this.#restarts = 0;
    this.#attempt = 0;
    this.#readySince = null;
    this.#outageSince = null;
    this.#lastFailure = null;
  }

  /** Returns the state for display: the same object as long as nothing changes. */
  view(): SupervisionView {
    const { limit, windowMs } = this.#options.policy.defects;
    const hasDefects = this.#defectTimes.length > 0;
    if (hasDefects && this.#isForgiven()) this.#forgive();
    const used = hasDefects ? this.#recentDefects().length : 0;
    const known = this.#view;
    if (
      known !== null &&
      known.restarts === this.#restarts &&
      known.attempt === this.#attempt &&
      known.lastFailure === this.#lastFailure &&
      known.budget.used === used &&
      known.evidence === this.#evidence
    )
      return known;
    this.#view = {
      restarts: this.#restarts,
      attempt: this.#attempt,
      lastFailure: this.#lastFailure,
      budget: { used, limit, windowMs },
      evidence: this.#evidence,
    };
    return this.#view;
  }

  #retry(fault: Fault): SupervisionDecision {
    const { policy, random } = this.#options;
    this.#attempt++;
    this.#failuresInRow++;
    const delayMs = backoffDelay(policy.backoff, this.#failuresInRow, random, fault.retryAfterMs);
    return { kind: 'retry', delayMs, attempt: this.#attempt + 1 };
  }

  #defect(fault: Fault): SupervisionDecision {
    const { clock, policy } = this.#options;
    this.#defectTimes = [...this.#recentDefects(), clock.monotonic()];
    if (this.#lastFailure) this.#evidence = [...this.#evidence, this.#lastFailure].slice(-maxEvidence);
    if (this.#defectTimes.length < policy.defects.limit) return this.#retry(fault);
    this.#attempt++;
    return { kind: 'quarantine' };
  }

  #recentDefects(): number[] {
    const oldest = this.#options.clock.monotonic() - this.#options.policy.defects.windowMs;
    return this.#defectTimes.filter((at) => at > oldest);
  }

  #readyForMs(): number {
    return this.#readySince === null ? 0 : this.#options.clock.monotonic() - this.#readySince;
  }

  #isForgiven(): boolean {
    return this.#readySince !== null && this.#readyForMs() >= this.#options.policy.defects.forgiveAfterMs;
  }

  /** Grants what the readiness until now was long enough for. */
  #settleReadiness(): void {
    if (this.#readySince === null) return;
    if (this.#readyForMs() >= this.#options.policy.stableAfterMs) this.#failuresInRow = 0;
    if (this.#isForgiven()) this.#forgive();
    this.#readySince = null;
  }

  #forgive(): void {
    this.#defectTimes = [];
    this.#evidence = [];
  }
}
