import { fenceSentence } from './foreign-text.ts';
import type { Json } from './json.ts';
import { foreignWords } from './secret-formats.ts';

/**
 * The kind of a failure, which decides what happens next.
 * - `transient`: the network, a rate limit, a restarting server: retried with backoff.
 * - `authentication`: the credential is missing, wrong or revoked: a person has to act.
 * - `configuration`: a setting is wrong or missing: waits for the setting to change.
 * - `dependency`: a dependency is not running: waits for it, and never counts as an own failure.
 * - `defect`: a bug, in Cuelight or a library: restarted a few times, then quarantined.
 */
export const failureKinds = ['transient', 'authentication', 'configuration', 'dependency', 'defect'] as const;
export type FailureKind = (typeof failureKinds)[number];

/**
 * A refinement of a refused request: its target does not exist, is in conflict with something else, or did
 * not confirm the outcome in time.
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

/** A remedy for a fault that a person can apply, with a button in the window. */
export interface FaultAction {
  readonly kind: FaultActionKind;
  /** Button label in the imperative, such as "Enter the OBS password". */
  readonly label: string;
  /** The target of the action: a component id, a settings path or a drill. */
  readonly target?: string | undefined;
}

/**
 * A failure as a value. The code is stable (`room.reason`). The message is for people: it says what happened,
 * to what, and what to do. The cause keeps its stack for the log and is never sent to a renderer.
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
  /** Milliseconds that the other side asked us to wait. */
  readonly retryAfterMs: number | undefined;
  /** Set when the API should answer with a more specific status than the kind implies. */
  readonly status: FaultStatus | undefined;
  /**
   * True when the only problem is a setting that was never made: the component is not set up, which is no
   * failure.
   */
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

  /**
   * Converts anything thrown to a fault: a fault stays itself, everything else becomes a defect with its
   * cause.
   */
  static from(thrown: unknown, code = 'internal.unexpected'): Fault {
    if (thrown instanceof Fault) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Fault(code, foreignWords(message), { kind: 'defect', cause: thrown });
  }
}
