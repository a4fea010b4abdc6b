import { defaultPolicy, type SupervisionPolicy } from '#core/index.ts';

/**
 * How the chat bridges are brought back. Waits that start wider and stop growing sooner than usual: after a minute's
 * outage chat flows again within the cap whatever went before, and many copies of us that lost the same server spread
 * their attempts so that the busiest second has less than three times the mean. One attempt in 2 s on average stays
 * far below what the platforms allow; Discord's sign-ins have a budget of their own.
 */
export const chatBridgePolicy: SupervisionPolicy = {
  ...defaultPolicy,
  backoff: { baseMs: 1_100, capMs: 4_500 },
};
