/**
 * The journal's current problem, in one sentence. An outage hides an alarm, and an alarm hides a notice.
 * Reports every change of the sentence.
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

  /** Reason why records can't be written to disk; null while they can. */
  get outage(): string | null {
    return this.#outage;
  }

  setOutage(outage: string | null): void {
    this.#change(() => (this.#outage = outage));
  }

  /** Sets a lasting problem that doesn't stop writes. */
  setAlarm(alarm: string | null): void {
    this.#change(() => (this.#alarm = alarm));
  }

  /** Sets the reason why the last clean-up failed; null after a clean-up that succeeds. */
  setPruneFailure(failure: string | null): void {
    this.#change(() => (this.#pruneFailure = failure));
  }

  /** Reports something that happened once. The notice stays until the program ends. */
  notify(notice: string): void {
    this.#change(() => (this.#notice = notice));
  }

  #change(change: () => void): void {
    const before = this.sentence;
    change();
    if (this.sentence !== before) this.#onChange(this.sentence);
  }
}
