import {
  assertNever,
  backoffDelay,
  type Clock,
  type Fault,
  type RandomSource,
} from '#shared/kernel/index.ts';
import type { FaultView, SupervisionView } from '#shared/model/index.ts';
import type { SupervisionPolicy } from './policy.ts';

/** What follows from a failure. */
export type SupervisionDecision =
  | { readonly kind: 'retry'; readonly delayMs: number; readonly attempt: number }
  | { readonly kind: 'wait-for-settings' }
  | { readonly kind: 'wait-for-sign-in' }
  | { readonly kind: 'wait-for-dependency'; readonly componentId: string }
  | { readonly kind: 'quarantine' };

/** A fault without its stack and cause, as it may be shown. */
export const toFaultView = (fault: Fault, at: number, text: (message: string) => string): FaultView => ({
  code: fault.code,
  kind: fault.kind,
  message: text(fault.message),
  retryable: fault.retryable,
  action: fault.action ?? null,
  at,
});

/** What a fault names as missing; null when it is of another kind, or names nothing. */
export const missingDependencyOf = (fault: Fault): string | null =>
  fault.kind === 'dependency' && fault.action?.kind === 'start-component'
    ? (fault.action.target ?? null)
    : null;

/** More evidence than anybody reads; the newest is kept. */
const maxEvidence = 20;

export interface SupervisorOptions {
  readonly policy: SupervisionPolicy;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly random: RandomSource;
  /** Takes secrets out of messages before they are kept. */
  readonly text: (message: string) => string;
}

/**
 * Remembers how one component fares over its lives and decides, after each failure, what follows. It decides only:
 * waiting, starting and stopping are done elsewhere.
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
  /** Failures since the waits last started over; longer than one outage when outages follow each other closely. */
  #failuresInRow = 0;
  #attempt = 0;
  #readySince: number | null = null;
  #outageSince: number | null = null;
  #lastFailure: FaultView | null = null;
  #defectTimes: number[] = [];
  /** Replaced, never extended: who was shown it keeps what it was shown. */
  #evidence: FaultView[] = [];
  #view: SupervisionView | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Failures of the present outage; 0 while there is none. */
  get attempt(): number {
    return this.#attempt;
  }

  get lastFailure(): FaultView | null {
    return this.#lastFailure;
  }

  /** When the present outage began, epoch milliseconds; null while there is none. */
  get outageSince(): number | null {
    return this.#outageSince;
  }

  /** A life begins that follows another one of the same start. */
  restarting(): void {
    this.#restarts++;
  }

  /** The component became ready. */
  ready(): void {
    this.#readySince = this.#options.clock.monotonic();
    this.#attempt = 0;
    this.#outageSince = null;
  }

  /** It is not to run any more: whatever it failed at, there is no outage. */
  switchedOff(): void {
    this.#attempt = 0;
    this.#outageSince = null;
  }

  /** What failed is only that nobody has set it up yet: no outage began, and nothing can recover from one. */
  notSetUp(): void {
    this.#outageSince = null;
  }

  /** The component stopped because it was told to: no failure, and no readiness either. */
  stopped(): void {
    this.#settleReadiness();
  }

  /**
   * The component failed, at its start or later. `mayWaitFor` says of a component that the fault names as missing whether
   * waiting for it can ever end: not when it is unknown, there already, or waits in turn.
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
        // Never counted as its own failure: the waits of a later outage do not grow by it.
        const lackedId = missingDependencyOf(fault);
        if (lackedId !== null && mayWaitFor(lackedId))
          return { kind: 'wait-for-dependency', componentId: lackedId };
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

  /** An operator or a change of settings gives it a new chance: the waits and the budget start over. */
  resetBackoff(): void {
    this.#failuresInRow = 0;
    this.#forgive();
  }

  /** The orchestrator starts afresh: counters of the last run are history. */
  reset(): void {
    this.resetBackoff();
    this.#restarts = 0;
    this.#attempt = 0;
    this.#readySince = null;
    this.#outageSince = null;
    this.#lastFailure = null;
  }

  /** How it fares, as it may be shown: the same object for as long as nothing of it changes. */
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

  /** Readiness ends: what it was long enough for is granted now. */
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
