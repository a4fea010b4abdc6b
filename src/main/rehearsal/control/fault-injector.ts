import {
  Emitter,
  err,
  Fault,
  ok,
  type Clock,
  type FaultStatus,
  type IdSource,
  type Result,
  isolate,
} from '#shared/kernel/index.ts';
import {
  rehearsalFaultOptionsSchema,
  type Disturbance,
  type RehearsalFaultKind,
  type RehearsalFaultOptions,
  type RehearsalServer,
} from '#shared/model/index.ts';
import type { InjectableFault } from './injectable-fault.ts';

/** Maximum number of faults in the record. */
const capacity = 200;

export interface Injection extends RehearsalFaultOptions {
  readonly server: RehearsalServer;
  readonly fault: string;
  /** Milliseconds until a lasting fault ends. Without it, the fault stays until it is cleared. */
  readonly durationMs?: number | undefined;
}

const optionNames = rehearsalFaultOptionsSchema.keyof().options;

const refuse = (code: string, message: string, status?: FaultStatus): Result<never, Fault> =>
  err(new Fault(`rehearsal.${code}`, message, { kind: 'configuration', ...(status && { status }) }));

/** Injects faults on purpose, clears them, and records both. */
export class FaultInjector implements Disposable {
  readonly #faults: readonly InjectableFault[];
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #timers = new Map<string, Disposable>();
  readonly #listeners = new Emitter<[disturbance: Disturbance]>();
  #record: Disturbance[] = [];

  constructor(faults: readonly InjectableFault[], clock: Clock, ids: IdSource) {
    this.#faults = faults;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Returns every fault that can be injected, with its options. */
  kinds(): readonly RehearsalFaultKind[] {
    return this.#faults.map(({ begin: _begin, end, ...kind }) => ({ ...kind, lasting: end !== undefined }));
  }

  /** Returns the injected faults, oldest first. */
  record(): readonly Disturbance[] {
    return this.#record;
  }

  /** Calls the listener for every injected or cleared fault, whatever the origin. */
  onChange(listener: (disturbance: Disturbance) => void): Disposable {
    return this.#listeners.on(listener);
  }

  /** Injects a fault. An active fault of the same kind is cleared first. */
  inject(injection: Injection, by: Disturbance['by']): Result<Disturbance, Fault> {
    const { server, fault, durationMs, ...options } = injection;
    const kind = this.#faults.find((each) => each.server === server && each.fault === fault);
    if (!kind) {
      const known = this.#faults.filter((each) => each.server === server).map((each) => each.fault);
      return refuse(
        'unknown-fault',
        `${server} has no fault "${isolate(fault)}". Choose one of: ${known.join(', ')}.`,
        'not-found',
      );
    }
    const stray = optionNames.find((name) => options[name] !== undefined && !kind.options.includes(name));
    if (stray !== undefined) {
      const takes = kind.options.length === 0 ? 'nothing' : kind.options.join(', ');
      return refuse(
        'option-not-taken',
        `The fault "${isolate(fault)}" does not accept ${stray}. It accepts: ${takes}.`,
      );
    }
    if (durationMs !== undefined && !kind.end)
      return refuse(
        'option-not-taken',
        `The fault "${isolate(fault)}" happens once and has no duration. Leave durationMs out.`,
      );
    for (const each of this.#active(server, fault)) this.#end(each);

    kind.begin(options);
    const at = this.#clock.now();
    const disturbance = { id: this.#ids.next(), server, fault, options, by, at, until: kind.end ? null : at };
    this.#addToRecord(disturbance);
    if (durationMs !== undefined) {
      const timer = this.#clock.setTimeout(() => this.clear({ id: disturbance.id }), durationMs);
      this.#timers.set(disturbance.id, timer);
    }
    this.#notify(disturbance);
    return ok(disturbance);
  }

  /** Clears active faults and returns them: one fault by its id, the faults of one server, or all. */
  clear(
    which: { readonly id?: string | undefined; readonly server?: RehearsalServer | undefined } = {},
  ): readonly Disturbance[] {
    return this.#record
      .filter(({ until }) => until === null)
      .filter(({ id }) => which.id === undefined || id === which.id)
      .filter(({ server }) => which.server === undefined || server === which.server)
      .map((disturbance) => this.#end(disturbance));
  }

  /** Clears all faults. */
  [Symbol.dispose](): void {
    this.clear();
  }

  /**
   * Appends to the record and drops the oldest entry that is over. Active faults stay, because a dropped one
   * could never be cleared.
   */
  #addToRecord(disturbance: Disturbance): void {
    this.#record = [...this.#record, disturbance];
    if (this.#record.length <= capacity) return;
    const oldest = this.#record.findIndex(({ until }) => until !== null);
    if (oldest >= 0) this.#record = this.#record.toSpliced(oldest, 1);
  }

  #active(server: RehearsalServer, fault: string): readonly Disturbance[] {
    return this.#record.filter(
      (each) => each.until === null && each.server === server && each.fault === fault,
    );
  }

  #end(disturbance: Disturbance): Disturbance {
    this.#timers.get(disturbance.id)?.[Symbol.dispose]();
    this.#timers.delete(disturbance.id);
    const { server, fault } = disturbance;
    this.#faults.find((kind) => kind.server === server && kind.fault === fault)?.end?.();
    const ended = { ...disturbance, until: this.#clock.now() };
    this.#record = this.#record.map((each) => (each.id === ended.id ? ended : each));
    this.#notify(ended);
    return ended;
  }

  #notify(disturbance: Disturbance): void {
    this.#listeners.emit(disturbance);
  }
}
