import { Fault } from '#shared/kernel/index.ts';
import type { FaultInjector } from './control/fault-injector.ts';
import type { ScenarioFault } from './scenario/scenario.ts';

/**
 * Returns a function that injects a scenario's fault. The function returns the cleanup, or null for a
 * momentary fault.
 */
export const createScenarioFaultInjection =
  (injector: FaultInjector) =>
  ({ target, fault, options }: ScenarioFault): (() => void) | null => {
    const done = injector.inject({ server: target, fault, ...options }, 'scenario');
    if (!done.ok) throw new Fault('rehearsal.no-such-disturbance', done.error.message, { kind: 'defect' });
    const { id, until } = done.value;
    return until === null ? () => void injector.clear({ id }) : null;
  };
