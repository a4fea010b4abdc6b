/** The report of a program after many kills of its journal's process. */
export interface JournalKillReport {
  readonly kills: number;
  readonly acknowledged: number;
  readonly appended: number;
  readonly dropped: number;
  readonly failedFlushes: number;
  readonly answeredReads: number;
  readonly failedReads: number;
  /** Milliseconds from each kill until records were durable again. */
  readonly restartedMs: readonly number[];
  readonly problem: string | null;
  /** Every problem that the journal reported. */
  readonly seen: readonly string[];
  readonly closed: boolean;
}
