/** Something that can say how many things it still holds. */
export interface LeakSource {
  readonly name: string;
  held(): number;
}

const spoken = (reason: string): string => {
  if (reason.trim() === '') throw new TypeError('Say why something may be left behind');
  return reason;
};

/** Who is asked, after a test, what it still holds. */
export class LeakLedger {
  #sources: LeakSource[] = [];
  #armed = false;
  #leaksReason: string | null = null;
  #handlesReason: string | null = null;

  /** Whether the test that is running may leave something behind. */
  get leaksAllowed(): boolean {
    return this.#leaksReason !== null;
  }

  /** Whether the test file may leave sockets, servers, workers and child processes open. */
  get handlesAllowed(): boolean {
    return this.#handlesReason !== null;
  }

  /**
   * Starts a test file: sources are kept from now on, and what an earlier file in the same process was allowed does not
   * count. Before that no source is kept: a benchmark makes many and asks none.
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

  /** The test that is running may leave something behind, for the reason given. */
  allowLeaks(reason: string): void {
    this.#leaksReason = spoken(reason);
  }

  /** This test file may leave handles open, for the reason given. */
  allowHandles(reason: string): void {
    this.#handlesReason = spoken(reason);
  }

  /** What is still held, as `name: count`, nothing if leaks are allowed. The next test begins with an empty ledger. */
  settle(): readonly string[] {
    const left = this.#leaksReason === null ? this.#sources.filter((source) => source.held() > 0) : [];
    const words = left.map((source) => `${source.name}: ${source.held()}`);
    this.#sources = [];
    this.#leaksReason = null;
    return words;
  }
}

/** One per test process. Each test file arms it anew, because files may share their modules. Nothing outside of tests arms it. */
export const leakLedger = new LeakLedger();
