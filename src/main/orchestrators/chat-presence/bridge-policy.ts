import { defaultPolicy, type SupervisionPolicy } from '#core/index.ts';

/**
 * How the chat bridges are brought back. The waits start wider than usual and stay short for about the first minute, so
 * that chat flows again within seconds of a short outage, and so that many copies of us that lost the same server spread
 * their attempts: the busiest second has less than three times the mean. An outage that lasts longer is asked about less
 * and less often, down to once a minute; that it is over is then noticed by whoever watches the network (ADR 9).
 * Discord's sign-ins have a budget of their own.
 */
export const chatBridgePolicy: SupervisionPolicy = {
  ...defaultPolicy,
  backoff: { baseMs: 1_100, capMs: 60_000, plateau: { capMs: 4_500, failures: 30 } },
};
