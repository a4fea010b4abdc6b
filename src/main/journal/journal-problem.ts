/**
 * What is wrong with the journal, in one sentence: an outage hides an alarm, and an alarm hides what happened once.
 * Tells when the sentence becomes another.
 */
export class JournalProblem {
  readonly #onChange: (problem: string | null) => void;
  #outage: string | null = null;
  #alarm: string | null = null;
  #pruneFailure: string | null = null;
  #notice: string | null = null;

  constructor(onChange: (problem: string | null) => void) {
    this.#onChange = onChange;
  }

  get sentence(): string | null {
    return this.#outage ?? this.#alarm ?? this.#pruneFailure ?? this.#notice;
  }

  /** Why nothing reaches the disk; null while it does. */
  get outage(): string | null {
    return this.#outage;
  }

  setOutage(outage: string | null): void {
    this.#change(() => (this.#outage = outage));
  }

  /** Something that lasts and does not keep records from the disk. */
  setAlarm(alarm: string | null): void {
    this.#change(() => (this.#alarm = alarm));
  }

  /** Reason why the last deletion of old records failed; null once one succeeds. */
  setPruneFailure(failure: string | null): void {
    this.#change(() => (this.#pruneFailure = failure));
  }

  /** Something that happened and stays to be known until the program ends. */
  notify(notice: string): void {
    this.#change(() => (this.#notice = notice));
  }

  #change(change: () => void): void {
    const before = this.sentence;
    change();
    if (this.sentence !== before) this.#onChange(this.sentence);
  }
}
