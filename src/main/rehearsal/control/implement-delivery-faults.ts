import type { DeliveryFaults } from '../delivery.ts';
import { lasting, type FaultImplementations } from './injectable-fault.ts';

/**
 * Returns the delivery faults that every server supports. `alsoDelay` receives the latency for traffic that
 * takes another path.
 */
export const implementDeliveryFaults = (
  delivery: DeliveryFaults,
  alsoDelay: (latencyMs: number) => void = () => undefined,
): FaultImplementations => ({
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
