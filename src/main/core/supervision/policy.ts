import type { Backoff } from '#shared/kernel/index.ts';

/** The restart policy of a component, by kind of failure. */
export interface SupervisionPolicy {
  /** The delays between attempts. The number of attempts is unlimited. */
  readonly backoff: Backoff;
  /** Milliseconds of uninterrupted readiness after which the backoff starts over. */
  readonly stableAfterMs: number;
  readonly defects: {
    /** This many defects … */
    readonly limit: number;
    /** … within this time lead to quarantine. */
    readonly windowMs: number;
    /** Milliseconds of uninterrupted readiness after which the evidence is deleted. */
    readonly forgiveAfterMs: number;
  };
}

export const defaultPolicy: SupervisionPolicy = {
  backoff: { baseMs: 500, capMs: 60_000 },
  stableAfterMs: 60_000,
  defects: { limit: 5, windowMs: 60_000, forgiveAfterMs: 600_000 },
};
