/** One question that a test of a connection asked, and its answer. */
export interface ConnectionCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
}

/** The result of trying a connection, check by check. What was not reached is not listed. */
export interface ConnectionTest {
  readonly ok: boolean;
  /** The first problem, or that there is none. */
  readonly message: string;
  readonly elapsedMs: number;
  readonly checks: readonly ConnectionCheck[];
}
