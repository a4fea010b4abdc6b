import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { type Clock, type Fault, type Result, Emitter } from '#shared/kernel/index.ts';
import {
  ClockTrust,
  isPlausibleNow,
  type ClockVerdict,
  type KnownTime,
  type TimeStamp,
} from './clock-trust.ts';
import { removeLeftovers, writeFileDurably, describeFileError } from '#main/files/index.ts';

const checkEveryMs = 5_000;
/** Milliseconds between two saves: after a kill at most this much time is lost. */
const saveEveryMs = 60_000;

const storedSchema = z.object({
  format: z.literal(1),
  knownAt: z.number().refine(isPlausibleNow),
  unexplainedMs: z.number().min(0),
});

export interface TrustedTimeOptions {
  /** The file of the latest known instant, `clock.json` in the home. */
  readonly file: string;
  readonly clock: Clock;
  /** Returns the time of the newest record, used when the file is missing; null when there is no record. */
  readonly newestRecordAt: () => Promise<number | null>;
  /** Called once when the file cannot be written. */
  readonly onProblem: (problem: string) => void;
}

const readKnown = async (file: string): Promise<KnownTime | null> => {
  try {
    const { knownAt, unexplainedMs } = storedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return { at: knownAt, unexplainedMs };
  } catch {
    // Missing, torn or foreign: the newest record takes its place.
    return null;
  }
};

/** The source of the time and of the trust in it. Saves the latest known instant across restarts. */
export class TrustedTime implements AsyncDisposable {
  readonly #options: TrustedTimeOptions;
  readonly #trust: ClockTrust;
  readonly #listeners = new Emitter<[verdict: ClockVerdict]>();
  readonly #checks: Disposable;
  #verdict: ClockVerdict;
  #writing: Promise<void> = Promise.resolve();
  #savedAt = Number.NEGATIVE_INFINITY;
  #reported = false;

  private constructor(options: TrustedTimeOptions, known: KnownTime | null) {
    this.#options = options;
    this.#trust = new ClockTrust(options.clock, known);
    this.#verdict = this.#trust.check();
    this.#save();
    this.#checks = options.clock.setInterval(() => this.#check(), checkEveryMs);
  }

  static async open(options: TrustedTimeOptions): Promise<TrustedTime> {
    await removeLeftovers(dirname(options.file), basename(options.file));
    const stored = await readKnown(options.file);
    if (stored) return new TrustedTime(options, stored);
    const newest = await options.newestRecordAt();
    const known = newest !== null && isPlausibleNow(newest) ? { at: newest, unexplainedMs: 0 } : null;
    return new TrustedTime(options, known);
  }

  get verdict(): ClockVerdict {
    return this.#check();
  }

  /**
   * Returns the wall clock's time; null while it is in doubt. Only this time may decide a deletion by age.
   */
  now(): number | null {
    return this.verdict.trust === 'trusted' ? this.#options.clock.now() : null;
  }

  /**
   * Returns the latest instant known to have latestKnown; null when none is. Never later than the true time.
   */
  latestKnown(): number | null {
    const { known } = this.#trust;
    return known && Math.trunc(known.at);
  }

  /** Calls the listener when a doubt begins, changes its direction or reason, or ends. */
  onChange(listener: (verdict: ClockVerdict) => void): Disposable {
    return this.#listeners.on(listener);
  }

  /** Compares the clock with the current time of another machine. */
  compareWith(stamp: TimeStamp): void {
    this.#trust.compareWith(stamp);
    this.#check();
  }

  /** Accepts a person's confirmation of this machine's clock. */
  confirm(): Result<void, Fault> {
    const confirmed = this.#trust.confirm();
    this.#check();
    return confirmed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#checks[Symbol.dispose]();
    this.#listeners.clear();
    this.#check();
    this.#save();
    await this.#writing;
  }

  #check(): ClockVerdict {
    const before = this.#verdict;
    this.#verdict = this.#trust.check();
    const changed = kindOf(before) !== kindOf(this.#verdict);
    if (changed || this.#options.clock.monotonic() - this.#savedAt >= saveEveryMs) this.#save();
    if (changed) this.#listeners.emit(this.#verdict);
    return this.#verdict;
  }

  #save(): void {
    const { clock, file, onProblem } = this.#options;
    const { known } = this.#trust;
    this.#savedAt = clock.monotonic();
    if (!known) return;
    const content = {
      format: 1,
      knownAt: Math.trunc(known.at),
      unexplainedMs: Math.trunc(known.unexplainedMs),
    };
    this.#writing = this.#writing.then(() =>
      writeFileDurably(file, `${JSON.stringify(content)}\n`).catch((thrown: unknown) => {
        if (this.#reported) return;
        this.#reported = true;
        onProblem(`The time cannot be saved in ${file}: ${describeFileError(thrown)}.`);
      }),
    );
  }
}

const kindOf = (verdict: ClockVerdict): string =>
  verdict.trust === 'doubtful' ? `${verdict.doubt} ${verdict.direction}` : verdict.trust;
