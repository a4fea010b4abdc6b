/** Something that can report how many resources it still holds. */
export interface LeakSource {
  readonly name: string;
  held(): number;
}

const spoken = (reason: string): string => {
  if (reason.trim() === '') throw new TypeError('Pass the reason why something may be left behind');
  return reason;
};

/** The leak sources to check after a test. */
export class LeakLedger {
  #sources: LeakSource[] = [];
  #armed = false;
  #leaksReason: string | null = null;
  #handlesReason: string | null = null;

  /** True when the running test may leave something behind. */
  get leaksAllowed(): boolean {
    return this.#leaksReason !== null;
  }

  /** True when the test file may leave sockets, servers, workers and child processes open. */
  get handlesAllowed(): boolean {
    return this.#handlesReason !== null;
  }

  /**
   * Starts a test file: sources are recorded from now on, and allowances of an earlier file in the same
   * process are dropped. Sources created before are not recorded: a benchmark creates many and checks none.
   */
  arm(): void {
    this.#armed = true;
    this.#sources = [];
    this.#leaksReason = null;
    this.#handlesReason = null;
  }

  watch(source: LeakSource): void {
    if (this.#armed) this.#sources.push(source);
  }

  /** Lets the running test leave something behind, for the given reason. */
  allowLeaks(reason: string): void {
    this.#leaksReason = spoken(reason);
  }

  /** Lets this test file leave handles open, for the given reason. */
  allowHandles(reason: string): void {
    this.#handlesReason = spoken(reason);
  }

  /**
   * Returns what is still held, as `name: count`; empty when leaks are allowed. The next test starts with an
   * empty ledger.
   */
  settle(): readonly string[] {
    const left = this.#leaksReason === null ? this.#sources.filter((source) => source.held() > 0) : [];
    const words = left.map((source) => `${source.name}: ${source.held()}`);
    this.#sources = [];
    this.#leaksReason = null;
    return words;
  }
}

/**
 * One per test process. Each test file arms it again, because files may share their modules. Only tests arm
 * it.
 */
export const leakLedger = new LeakLedger();
