/** One line of a benchmark: what we did, what the rival did in the same run, and whether the target is met. */
export interface Row {
  readonly id: string;
  readonly case: string;
  readonly ours: number;
  /** Null where the target is an absolute number. */
  readonly rival: string | null;
  readonly theirs: number | null;
  readonly unit: string;
  /** How many times better ours is; null without a rival. */
  readonly ratio: number | null;
  readonly target: string;
  /** A sentence when the run was too short to judge. */
  readonly met: boolean | string;
  /** Slowest minus fastest round as a share of the median: ours, then the rival's. */
  readonly spread?: readonly number[];
  readonly rounds?: number;
}

export interface BenchContext {
  /** Whether to take all the time that the targets ask for. */
  readonly full: boolean;
  /** Whether the rows of a target are asked for (`--only T1,T4`). */
  readonly wants: (id: string) => boolean;
  readonly print: (row: Row) => void;
  /** For whoever watches; never on standard output. */
  readonly say: (line: string) => void;
}

export interface BenchModule {
  readonly bench: (context: BenchContext) => Promise<void>;
}
