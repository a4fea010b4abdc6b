/** One line of a benchmark: our result, the rival's result in the same run, and whether the target is met. */
export interface Row {
  readonly id: string;
  readonly case: string;
  readonly ours: number;
  /** Null when the target is an absolute number. */
  readonly rival: string | null;
  readonly theirs: number | null;
  readonly unit: string;
  /** Our advantage as a factor; null without a rival. */
  readonly ratio: number | null;
  readonly target: string;
  /** A sentence when the run was too short to judge. */
  readonly met: boolean | string;
  /** Slowest minus fastest round as a share of the median: our value, then the rival's. */
  readonly spread?: readonly number[];
  readonly rounds?: number;
}

export interface BenchContext {
  /** True to run as long as the targets require. */
  readonly full: boolean;
  /** Returns true when the rows of a target are selected (`--only T1,T4`). */
  readonly wants: (id: string) => boolean;
  readonly print: (row: Row) => void;
  /** Reports progress to people, never on standard output. */
  readonly say: (line: string) => void;
}

export interface BenchModule {
  readonly bench: (context: BenchContext) => Promise<void>;
}
