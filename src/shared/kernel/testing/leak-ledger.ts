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
  #pardon: string | null = null;
  #handlesPardon: string | null = null;

  /** Whether the test that is running may leave something behind. */
  get pardoned(): boolean {
    return this.#pardon !== null;
  }

  /** Whether the test file may leave sockets, servers, workers and child processes open. */
  get handlesPardoned(): boolean {
    return this.#handlesPardon !== null;
  }

  /**
   * Starts a test file: sources are kept from now on, and what an earlier file in the same process was pardoned for does not
   * count. Before that no source is kept: a benchmark makes many and asks none.
   */
  arm(): void {
    this.#armed = true;
    this.#sources = [];
    this.#pardon = null;
    this.#handlesPardon = null;
  }

  watch(source: LeakSource): void {
    if (this.#armed) this.#sources.push(source);
  }

  /** The test that is running may leave something behind, for the reason given. */
  pardon(reason: string): void {
    this.#pardon = spoken(reason);
  }

  /** This test file may leave handles open, for the reason given. */
  pardonHandles(reason: string): void {
    this.#handlesPardon = spoken(reason);
  }

  /** What is still held, as `name: count`, nothing if it was pardoned. The next test begins with an empty ledger. */
  settle(): readonly string[] {
    const left = this.#pardon === null ? this.#sources.filter((source) => source.held() > 0) : [];
    const words = left.map((source) => `${source.name}: ${source.held()}`);
    this.#sources = [];
    this.#pardon = null;
    return words;
  }
}

/** One per test process. Each test file arms it anew, because files may share their modules. Nothing outside of tests arms it. */
export const leakLedger = new LeakLedger();
