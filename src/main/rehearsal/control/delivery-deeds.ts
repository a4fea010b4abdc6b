import type { DeliveryFaults } from '../delivery.ts';
import { lasting, type FaultDeeds } from './fault-act.ts';

/** What can be done to the way out of any server. `alsoDelay` is told the latency of what takes another way. */
export const deliveryDeeds = (
  delivery: DeliveryFaults,
  alsoDelay: (latencyMs: number) => void = () => undefined,
): FaultDeeds => ({
  delay: lasting(
    ({ latencyMs, jitterMs }) => {
      Object.assign(delivery, { latencyMs, jitterMs });
      alsoDelay(latencyMs);
    },
    () => {
      Object.assign(delivery, { latencyMs: 0, jitterMs: 0 });
      alsoDelay(0);
    },
    { defaults: { latencyMs: 2_000, jitterMs: 0 } },
  ),
  duplicate: lasting(
    ({ times }) => (delivery.copies = times),
    () => (delivery.copies = 1),
    { defaults: { times: 2 } },
  ),
  reorder: lasting(
    () => (delivery.reorderEvents = true),
    () => (delivery.reorderEvents = false),
  ),
  'drop-events': lasting(
    () => (delivery.dropEvents = true),
    () => (delivery.dropEvents = false),
  ),
});
