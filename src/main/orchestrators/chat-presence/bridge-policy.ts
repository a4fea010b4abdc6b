import { defaultPolicy, type SupervisionPolicy } from '#core/index.ts';

/**
 * Retry policy of the chat bridges. The backoff starts wider than usual and stays short for about the first
 * minute, so that chat recovers within seconds of a short outage, and so that many Cuelight instances that
 * lost the same server spread their attempts: the busiest second has less than three times the mean. During a
 * longer outage, attempts become rarer, down to one a minute; the network watch then detects its end (ADR 9).
 * Discord's sign-ins have a separate budget.
 */
export const chatBridgePolicy: SupervisionPolicy = {
  ...defaultPolicy,
  backoff: { baseMs: 1_100, capMs: 60_000, plateau: { capMs: 4_500, failures: 30 } },
};
