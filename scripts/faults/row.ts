/** One run of a row of the fault matrix. */
export interface Outcome {
  /** What was observed, in a few words with its numbers. */
  readonly seen: string;
  /** Null when it could not be tried, which counts as skipped and never as passed. */
  readonly ok: boolean | null;
}

/** A row of the fault matrix: a fault, what is to happen, and how that is tried. */
export interface FaultRow {
  readonly id: string;
  readonly expected: string;
  /** What it measures must not be disturbed by the other rows: run by itself, after them. */
  readonly alone?: boolean;
  readonly run: (seed: number) => Promise<Outcome>;
}

/** Collects what did not hold; a row is good when nothing was found. */
export class Findings {
  readonly #facts: string[] = [];
  readonly #problems: string[] = [];

  /** Notes a number or a word for the report. */
  note(fact: string): void {
    this.#facts.push(fact);
  }

  /** What must hold; the words are told when it does not. */
  expect(holds: boolean, problem: string): void {
    if (!holds) this.#problems.push(problem);
  }

  outcome(): Outcome {
    const problems = this.#problems.map((problem) => `NOT: ${problem}`);
    return { seen: [...this.#facts, ...problems].join(', '), ok: this.#problems.length === 0 };
  }
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

/** Waits for real time to pass. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits in real time until `read` gives something, and returns it; null when the time is up. */
export const until = async <T>(
  read: () => T | null | undefined | false,
  timeoutMs: number,
): Promise<T | null> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) return null;
    await pause(5);
  }
};
