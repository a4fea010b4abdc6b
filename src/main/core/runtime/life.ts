import { patternText } from '#shared/catalogue/topics/define.ts';
import { assertNever, Fault, Scope } from '#shared/kernel/index.ts';
import type { ComponentContext, ConditionInput } from '../component.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import { callAsync, settleWithin, type TimedOutcome } from '../execution/time-limit.ts';
import type { ComponentSpec } from './component-spec.ts';

/** The remainder of a cancelled start. No new life may start before all of it has ended. */
export interface Remainder {
  /** Settles when `initialize` has ended, however late: true when it succeeded anyway. */
  readonly ended: Promise<boolean>;
  /** Settles soon after that: the stop timeouts apply to the rollback. */
  readonly undone: Promise<EndOutcome>;
}

export type StartOutcome =
  | { readonly kind: 'up' }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly remainder: Remainder }
  | { readonly kind: 'cancelled'; readonly remainder: Remainder };

/** The outcome of an end: faults while cleaning up, and work that did not end in time. */
export interface EndOutcome {
  readonly faults: readonly Fault[];
  readonly lingering: Promise<void> | null;
}

export interface LifeListener {
  /** Called when the component reports the end of its life. */
  failed(fault: Fault): void;
  claimed(condition: ConditionInput): void;
}

/** An event that ends a start before `initialize` does. */
type Interruption = { readonly status: 'cancelled' } | { readonly status: 'failed'; readonly fault: Fault };

const allOf = (lingering: readonly Promise<unknown>[]): Promise<void> | null =>
  lingering.length === 0 ? null : Promise.all(lingering).then(() => undefined);

/** The abort reason of a life's signal on an ordinary stop. */
const stopReason = new Fault('lifecycle.stopping', 'The component has to stop', { kind: 'dependency' });

/**
 * One life of a component, from `initialize` to `cleanup`. It keeps the promises of the contract: `cleanup`
 * runs exactly once for each successful `initialize`, however late; the scope is closed after it; the signal
 * aborts first; calls from an ended life are ignored.
 */
export class Life {
  readonly context: ComponentContext;
  readonly #spec: ComponentSpec;
  readonly #services: CoreEnvironment;
  readonly #controller = new AbortController();
  readonly #scope: Scope;
  /** Settles `start` early: cancelled by a stop, or failed by the component's own report. */
  readonly #interrupted = Promise.withResolvers<Interruption>();
  #interruption: Interruption | null = null;
  #starting = false;
  #heard = true;

  constructor(spec: ComponentSpec, services: CoreEnvironment, attempt: number, listener: LifeListener) {
    this.#spec = spec;
    this.#services = services;
    const scope = new Scope(spec.id);
    this.#scope = scope;
    const { bus, clock, random, ids } = services;
    this.context = {
      id: spec.id,
      signal: this.#controller.signal,
      scope,
      clock,
      random,
      ids,
      logger: services.loggerFor(spec.id),
      events: {
        emit: (draft) => bus.emit(spec.id, draft),
        on: (pattern, listen) => {
          const subscription = bus.on(pattern, listen, { owner: spec.id });
          const owned = scope.defer(`listener to ${patternText(pattern)}`, () =>
            subscription[Symbol.dispose](),
          );
          return {
            [Symbol.dispose]: () => {
              owned[Symbol.dispose]();
              subscription[Symbol.dispose]();
            },
          };
        },
      },
      attempt,
      fail: (fault) => {
        if (!this.#heard) return;
        this.#heard = false;
        if (this.#starting) this.#interrupt({ status: 'failed', fault });
        else listener.failed(fault);
      },
      setCondition: (condition) => {
        if (!this.#controller.signal.aborted) listener.claimed(condition);
      },
    };
  }

  /** Calls `initialize` under its timeout. Resolves at the latest when the timeout is reached. */
  async start(): Promise<StartOutcome> {
    const { component, startTimeoutMs } = this.#spec;
    this.#starting = true;
    const work = callAsync(() => component.initialize?.(this.context));
    const limit = settleWithin(this.#services.clock, work, startTimeoutMs);
    const first = await Promise.race([limit, this.#interrupted.promise]);
    this.#starting = false;
    // An interruption may have come in the same turn in which the start succeeded.
    const end = this.#interruption ?? first;
    if (end.status === 'fulfilled') return { kind: 'up' };
    if (end.status === 'cancelled') {
      this.#abort(stopReason);
      return { kind: 'cancelled', remainder: this.#undoLate(work) };
    }
    const fault = this.#faultOf(end);
    this.#abort(fault);
    return { kind: 'failed', fault, remainder: this.#undoLate(work) };
  }

  /** Cancels a start in progress. */
  cancelStart(): void {
    if (!this.#starting) return;
    this.#interrupt({ status: 'cancelled' });
    // Aborts synchronously, so that a start that listens to its signal does not run on until the next turn.
    this.#abort(stopReason);
  }

  /**
   * Ends a life that was up. Resolves when it is clean, at the latest when the timeouts are reached. Never
   * rejects.
   */
  async end(): Promise<EndOutcome> {
    this.#abort(stopReason);
    return this.#cleanUp();
  }

  #interrupt(interruption: Interruption): void {
    this.#interruption ??= interruption;
    this.#interrupted.resolve(interruption);
  }

  #faultOf(end: Exclude<TimedOutcome<void> | Interruption, { status: 'fulfilled' | 'cancelled' }>): Fault {
    switch (end.status) {
      case 'failed':
        return end.fault;
      case 'rejected':
        return Fault.from(end.reason, 'lifecycle.start-failed');
      case 'time-over': {
        const { startTimeoutMs, title } = this.#spec;
        return new Fault('lifecycle.start-timed-out', `${title} was not ready within ${startTimeoutMs} ms`, {
          kind: 'transient',
        });
      }
      default:
        return assertNever(end);
    }
  }

  #abort(reason: unknown): void {
    this.#heard = false;
    this.#controller.abort(reason);
  }

  /** After a cancelled start: cleans up if it succeeds anyway, and closes the scope in any case. */
  #undoLate(work: Promise<void>): Remainder {
    const ended = work.then(
      () => true,
      () => false,
    );
    return {
      ended,
      undone: ended.then((succeeded) => (succeeded ? this.#cleanUp() : this.#closeScope([], []))),
    };
  }

  async #cleanUp(): Promise<EndOutcome> {
    const { component, stopTimeoutMs, title } = this.#spec;
    const { clock } = this.#services;
    const faults: Fault[] = [];
    const cleanup = callAsync(() => component.cleanup?.(this.context));
    const outcome = await settleWithin(clock, cleanup, stopTimeoutMs);
    const lingering: Promise<unknown>[] = [];
    if (outcome.status === 'rejected') faults.push(Fault.from(outcome.reason, 'lifecycle.cleanup-failed'));
    if (outcome.status === 'time-over') {
      faults.push(
        new Fault('lifecycle.cleanup-timed-out', `${title} did not end within ${stopTimeoutMs} ms`, {
          kind: 'defect',
        }),
      );
      lingering.push(cleanup.catch(() => undefined));
    }
    return this.#closeScope(faults, lingering);
  }

  async #closeScope(faults: readonly Fault[], lingering: readonly Promise<unknown>[]): Promise<EndOutcome> {
    const { stopTimeoutMs, title } = this.#spec;
    const closing = this.#scope.close();
    const closed = await settleWithin(this.#services.clock, closing, stopTimeoutMs);
    if (closed.status === 'fulfilled') {
      return { faults: [...faults, ...closed.value], lingering: allOf(lingering) };
    }
    const late = new Fault(
      'lifecycle.scope-timed-out',
      `${title} did not release its resources within ${stopTimeoutMs} ms`,
      { kind: 'defect' },
    );
    return { faults: [...faults, late], lingering: allOf([...lingering, closing]) };
  }
}
