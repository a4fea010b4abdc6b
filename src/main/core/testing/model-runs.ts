/** How often a model is played, and from which seed. */
export interface ModelRuns {
  /** For fast-check. */
  readonly parameters: { readonly numRuns: number; readonly seed?: number };
  /** Time for all of them, milliseconds: a slow machine is no failure. */
  readonly timeout: number;
}

/**
 * As often as a test run can afford, or as often as `CORE_MODEL_RUNS` says; from a seed of its own, or from the one that
 * `CORE_MODEL_SEED` says.
 */
export const readModelRuns = (affordable: number): ModelRuns => {
  const numRuns = Number(process.env['CORE_MODEL_RUNS'] ?? affordable);
  const seed = process.env['CORE_MODEL_SEED'];
  return {
    parameters: { numRuns, ...(seed !== undefined && { seed: Number(seed) }) },
    timeout: 30_000 + numRuns * 1_000,
  };
};
