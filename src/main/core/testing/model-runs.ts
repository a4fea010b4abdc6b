/** The number of runs of a model, and their seed. */
export interface ModelRuns {
  /** For fast-check. */
  readonly parameters: { readonly numRuns: number; readonly seed?: number };
  /** Timeout of all runs, milliseconds: a slow machine is no failure. */
  readonly timeout: number;
}

/**
 * Reads the number of runs from `CORE_MODEL_RUNS`, `affordable` by default, and the seed from
 * `CORE_MODEL_SEED`, random by default.
 */
export const readModelRuns = (affordable: number): ModelRuns => {
  const numRuns = Number(process.env['CORE_MODEL_RUNS'] ?? affordable);
  const seed = process.env['CORE_MODEL_SEED'];
  return {
    parameters: { numRuns, ...(seed !== undefined && { seed: Number(seed) }) },
    timeout: 30_000 + numRuns * 1_000,
  };
};
