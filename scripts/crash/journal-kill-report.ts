/** What a program says after its journal's process was killed many times. */
export interface JournalKillReport {
  readonly kills: number;
  readonly acknowledged: number;
  readonly appended: number;
  readonly dropped: number;
  readonly failedFlushes: number;
  readonly answeredReads: number;
  readonly failedReads: number;
  /** From each kill until records were durable again. */
  readonly restartedMs: readonly number[];
  readonly problem: string | null;
  /** All problems that the journal reported. */
  readonly seen: readonly string[];
  readonly closed: boolean;
}
