import { assertNever, type Fault } from '#shared/kernel/index.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import type { SupervisionDecision } from '../supervision/supervisor.ts';
import type { Blocked } from './component-node.ts';

/** Turns a decision of supervision into a blocked state. `resume` is called when a retry is due. */
export const blockedAfter = (
  decision: SupervisionDecision,
  fault: Fault,
  title: string,
  services: Pick<CoreEnvironment, 'bus' | 'clock' | 'redactor'>,
  resume: () => void,
): Blocked => {
  const message = services.redactor.text(fault.message);
  const action = fault.action ?? null;
  const still = { timer: null, quarantined: false };
  switch (decision.kind) {
    case 'retry': {
      const nextAttemptAt = services.clock.now() + decision.delayMs;
      // A retry does not belong to the command that started the outage.
      const timer = services.bus.correlation.detach(() =>
        services.clock.setTimeout(resume, decision.delayMs),
      );
      return {
        waiting: { for: 'retry', nextAttemptAt, attempt: decision.attempt },
        timer,
        quarantined: false,
      };
    }
    case 'wait-for-settings':
      return { waiting: { for: 'settings', message, action }, ...still };
    case 'wait-for-sign-in':
      return { waiting: { for: 'sign-in', message, action }, ...still };
    case 'wait-for-dependency':
      return { waiting: { for: 'dependency', componentId: decision.componentId, message }, ...still };
    case 'quarantine':
      return {
        waiting: {
          for: 'operator',
          message: `${title} failed too often and is disabled until you start it`,
        },
        timer: null,
        quarantined: true,
      };
    default:
      return assertNever(decision);
  }
};
