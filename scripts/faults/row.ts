/** One run of a row of the fault matrix. */
export interface Outcome {
  /** The observation, in a few words with its numbers. */
  readonly seen: string;
  /** Null when the row couldn't be tried, which counts as skipped and never as passed. */
  readonly ok: boolean | null;
}

/** A row of the fault matrix: a fault, the expected result, and the test. */
export interface FaultRow {
  readonly id: string;
  readonly expected: string;
  /** True to run the row alone, after the others, because they would disturb its measurement. */
  readonly alone?: boolean;
  readonly run: (seed: number) => Promise<Outcome>;
}

/** Collects the problems of a row; a row without problems passes. */
export class Findings {
  readonly #facts: string[] = [];
  readonly #problems: string[] = [];

  /** Adds a fact to the report. */
  note(fact: string): void {
    this.#facts.push(fact);
  }

  /** Checks a condition, and reports the problem when it is false. */
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

/** Waits in real time until `read` returns a value, and returns it; null after the time limit. */
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
