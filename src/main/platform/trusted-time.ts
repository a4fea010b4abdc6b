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

const lookEveryMs = 5_000;
/** A run that is killed is taken up from at most this long before its end. */
const keepEveryMs = 60_000;

const storedSchema = z.object({
  format: z.literal(1),
  knownAt: z.number().refine(isPlausibleNow),
  unexplainedMs: z.number().min(0),
});

export interface TrustedTimeOptions {
  /** The file that keeps the latest known instant, `clock.json` in the home. */
  readonly file: string;
  readonly clock: Clock;
  /** The newest record's time, asked for where the file knows nothing; null when there is no record. */
  readonly newestRecordAt: () => Promise<number | null>;
  /** Called once when the file cannot be written. */
  readonly onProblem: (problem: string) => void;
}

const readKnown = async (file: string): Promise<KnownTime | null> => {
  try {
    const { knownAt, unexplainedMs } = storedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return { at: knownAt, unexplainedMs };
  } catch {
    // Missing, torn or not ours: the newest record says what it would have said.
    return null;
  }
};

/** The owner of the question "what time is it, and is that sure?". Remembers over restarts what was known. */
export class TrustedTime implements AsyncDisposable {
  readonly #options: TrustedTimeOptions;
  readonly #trust: ClockTrust;
  readonly #listeners = new Emitter<[verdict: ClockVerdict]>();
  readonly #looking: Disposable;
  #verdict: ClockVerdict;
  #writing: Promise<void> = Promise.resolve();
  #keptAt = Number.NEGATIVE_INFINITY;
  #complained = false;

  private constructor(options: TrustedTimeOptions, known: KnownTime | null) {
    this.#options = options;
    this.#trust = new ClockTrust(options.clock, known);
    this.#verdict = this.#trust.check();
    this.#keep();
    this.#looking = options.clock.setInterval(() => this.#look(), lookEveryMs);
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
    return this.#look();
  }

  /** The wall clock's time where it can be believed; null where it cannot. By this alone anything may go by age. */
  now(): number | null {
    return this.verdict.trust === 'trusted' ? this.#options.clock.now() : null;
  }

  /** The latest instant known to have passed; null when none is known. Never later than the true time. */
  passed(): number | null {
    const { known } = this.#trust;
    return known && Math.trunc(known.at);
  }

  /** Called when the clock comes into doubt, when the doubt changes its direction or reason, and when it ends. */
  onChange(listener: (verdict: ClockVerdict) => void): Disposable {
    return this.#listeners.on(listener);
  }

  /** Takes a time that another machine gave just now. */
  hear(stamp: TimeStamp): void {
    this.#trust.hear(stamp);
    this.#look();
  }

  /** Takes a person's word that the clock of this machine is right. */
  confirm(): Result<void, Fault> {
    const confirmed = this.#trust.confirm();
    this.#look();
    return confirmed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#looking[Symbol.dispose]();
    this.#listeners.clear();
    this.#look();
    this.#keep();
    await this.#writing;
  }

  #look(): ClockVerdict {
    const before = this.#verdict;
    this.#verdict = this.#trust.check();
    const changed = kindOf(before) !== kindOf(this.#verdict);
    if (changed || this.#options.clock.monotonic() - this.#keptAt >= keepEveryMs) this.#keep();
    if (changed) this.#listeners.emit(this.#verdict);
    return this.#verdict;
  }

  #keep(): void {
    const { clock, file, onProblem } = this.#options;
    const { known } = this.#trust;
    this.#keptAt = clock.monotonic();
    if (!known) return;
    const content = {
      format: 1,
      knownAt: Math.trunc(known.at),
      unexplainedMs: Math.trunc(known.unexplainedMs),
    };
    this.#writing = this.#writing.then(() =>
      writeFileDurably(file, `${JSON.stringify(content)}\n`).catch((thrown: unknown) => {
        if (this.#complained) return;
        this.#complained = true;
        onProblem(`The time cannot be remembered in ${file}: ${describeFileError(thrown)}.`);
      }),
    );
  }
}

const kindOf = (verdict: ClockVerdict): string =>
  verdict.trust === 'doubtful' ? `${verdict.doubt} ${verdict.direction}` : verdict.trust;
