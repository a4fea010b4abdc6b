import { z } from 'zod';

const milliseconds = z.number().int().min(0);

/**
 * How a component is brought back, by the kind of its failure. One value, checked as a whole.
 *
 * @example
 * ```ts
 * const hasty = { ...defaultPolicy, backoff: { baseMs: 500, capMs: 100 } };
 * supervisionPolicySchema.parse(hasty); // throws 'The longest wait cannot be shorter than the first one'
 * ```
 */
export const supervisionPolicySchema = z
  .object({
    /** Waits between attempts: full jitter from 0 to base · 2^n, at most the cap. There is no limit to attempts. */
    backoff: z.object({
      baseMs: milliseconds.min(1),
      capMs: milliseconds.min(1),
      /** Where the waits stop growing for a while; see {@link Backoff}. */
      plateau: z.object({ capMs: milliseconds.min(1), failures: z.number().int().min(1) }).optional(),
    }),
    /** The waits start over only after this much readiness without a break. */
    stableAfterMs: milliseconds,
    defects: z.object({
      /** So many defects … */
      limit: z.number().int().min(1),
      /** … within so long lead to quarantine. */
      windowMs: milliseconds.min(1),
      /** After so much readiness without a break the evidence is forgotten. */
      forgiveAfterMs: milliseconds,
    }),
  })
  .refine((policy) => policy.backoff.capMs >= policy.backoff.baseMs, {
    message: 'The longest wait cannot be shorter than the first one',
    path: ['backoff', 'capMs'],
  })
  .refine(({ backoff: { capMs, plateau } }) => plateau === undefined || plateau.capMs <= capMs, {
    message: 'The waits of the plateau cannot be longer than the longest wait',
    path: ['backoff', 'plateau'],
  });
export type SupervisionPolicy = z.infer<typeof supervisionPolicySchema>;

export const defaultPolicy: SupervisionPolicy = {
  backoff: { baseMs: 500, capMs: 60_000 },
  stableAfterMs: 60_000,
  defects: { limit: 5, windowMs: 60_000, forgiveAfterMs: 600_000 },
};

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

const plateauInWords = (plateau: SupervisionPolicy['backoff']['plateau']): string =>
  plateau ? `, and stay under ${seconds(plateau.capMs)} for the first ${plateau.failures} attempts` : '';

/**
 * The policy in words, for the inspector and the documents.
 *
 * @example
 * ```ts
 * const patient = { ...defaultPolicy, defects: { ...defaultPolicy.defects, limit: 10 } };
 * describePolicy(patient).includes('10 within 60 s lead to quarantine'); // => true
 * ```
 */
export const describePolicy = ({ backoff, stableAfterMs, defects }: SupervisionPolicy): string =>
  [
    `Trouble that passes by itself: tried again for as long as it takes, with waits that grow from up to ${seconds(backoff.baseMs)} to up to ${seconds(backoff.capMs)}${plateauInWords(backoff.plateau)}; they start over after ${seconds(stableAfterMs)} of readiness.`,
    'Sign-in or settings refused: waits for a sign-in or a change of settings.',
    'Something it needs is missing: waits for it.',
    `A defect: tried again, but ${defects.limit} within ${seconds(defects.windowMs)} lead to quarantine; forgotten after ${seconds(defects.forgiveAfterMs)} of readiness.`,
  ].join(' ');
