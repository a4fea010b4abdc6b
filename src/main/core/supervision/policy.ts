import type { Backoff } from '#shared/kernel/index.ts';

/** How a component is brought back, by the kind of its failure. */
export interface SupervisionPolicy {
  /** Waits between attempts. There is no limit to attempts. */
  readonly backoff: Backoff;
  /** The waits start over only after this much readiness without a break. */
  readonly stableAfterMs: number;
  readonly defects: {
    /** So many defects … */
    readonly limit: number;
    /** … within so long lead to quarantine. */
    readonly windowMs: number;
    /** After so much readiness without a break the evidence is forgotten. */
    readonly forgiveAfterMs: number;
  };
}

export const defaultPolicy: SupervisionPolicy = {
  backoff: { baseMs: 500, capMs: 60_000 },
  stableAfterMs: 60_000,
  defects: { limit: 5, windowMs: 60_000, forgiveAfterMs: 600_000 },
};
