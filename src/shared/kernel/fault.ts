import { fenceSentence } from './foreign-text.ts';
import type { Json } from './json.ts';
import { foreignWords } from './secret-formats.ts';

/**
 * Why something failed, in the only terms that decide what happens next.
 * - `transient`: the network, a rate limit, the other side restarting: try again, with growing waits.
 * - `authentication`: the credential is missing, wrong or revoked: only a person can help.
 * - `configuration`: a setting is wrong or missing: waits for the setting to change.
 * - `dependency`: something this needs is not there: waits for it, and is never counted as its own failure.
 * - `defect`: a bug, ours or a library's: restarted a few times, then quarantined.
 */
export const failureKinds = ['transient', 'authentication', 'configuration', 'dependency', 'defect'] as const;
export type FailureKind = (typeof failureKinds)[number];

/**
 * What stands against a request that is right in itself: what it names is not there, something else occupies it, or it is
 * not known in time what became of it.
 */
export type FaultStatus = 'not-found' | 'conflict' | 'timed-out';

/** Every kind of {@link FaultAction}. */
export const faultActionKinds = [
  'retry',
  'open-settings',
  'sign-in',
  'start-component',
  'end-drill',
  'read-docs',
  'confirm-clock',
] as const;
type FaultActionKind = (typeof faultActionKinds)[number];

/** What a person (or the window, by a button) can do about a fault. */
export interface FaultAction {
  readonly kind: FaultActionKind;
  /** Imperative words for a button, such as "Enter the OBS password". */
  readonly label: string;
  /** What the action is about: a component id, a settings path or a drill. */
  readonly target?: string | undefined;
}

/**
 * A failure as a value. The code is stable (`room.reason`); the message is for people and says what happened, to
 * what, and what to do. The cause keeps its stack for the log and never crosses to a renderer.
 *
 * @example
 * ```ts
 * const fault = new Fault('obs.wrong-password', 'OBS rejected the password', {
 *   kind: 'authentication',
 *   action: { kind: 'open-settings', label: 'Enter the OBS password', target: 'show.obs' },
 * });
 * fault.retryable; // => false
 *
 * // What anybody else throws is a defect until somebody knows better.
 * Fault.from(new TypeError('x is undefined')); // => { code: 'internal.unexpected', kind: 'defect', … }
 * ```
 */
export class Fault extends Error {
  readonly code: string;
  readonly kind: FailureKind;
  readonly action: FaultAction | undefined;
  readonly details: { readonly [key: string]: Json } | undefined;
  /** How long the other side asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Set where whoever asked should be answered differently from what the kind alone says. */
  readonly status: FaultStatus | undefined;
  /** True when a setting that nobody has made yet is all that is missing: a fact about the set-up, and no failure. */
  readonly notSetUp: boolean;

  constructor(
    code: string,
    message: string,
    options: {
      kind: FailureKind;
      action?: FaultAction;
      details?: { readonly [key: string]: Json };
      retryAfterMs?: number;
      status?: FaultStatus;
      notSetUp?: boolean;
      cause?: unknown;
    },
  ) {
    super(fenceSentence(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.kind = options.kind;
    this.action = options.action;
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    this.notSetUp = options.notSetUp ?? false;
  }

  get retryable(): boolean {
    return this.kind === 'transient' || this.kind === 'dependency';
  }

  /** Anything thrown, as a fault: a fault stays itself, everything else is a defect that keeps its cause. */
  static from(thrown: unknown, code = 'internal.unexpected'): Fault {
    if (thrown instanceof Fault) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Fault(code, foreignWords(message), { kind: 'defect', cause: thrown });
  }
}
