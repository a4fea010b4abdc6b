import { createRouterClient } from '@orpc/server';
import { toDisposable, type Clock, type Fault, type IdSource } from '#shared/kernel/index.ts';
import { CallBudget } from '../call-context.ts';
import { createCallGuard } from '../call-guard.ts';
import { ErrorReporter } from '../contract-errors.ts';
import { createGateway } from '../gateway.ts';
import type { GatewayPorts } from '../ports/index.ts';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/index.ts';
import { createRecordingLogger } from './recording-logger.ts';

/** Returns a clock whose timeouts are due after pending promises, so that no test waits for paced frames. */
const withoutPace = (clock: Clock): Clock => ({
  now: () => clock.now(),
  monotonic: () => clock.monotonic(),
  setInterval: (callback, periodMs) => clock.setInterval(callback, periodMs),
  setTimeout: (callback) => {
    let isArmed = true;
    queueMicrotask(() => {
      if (isArmed) callback();
    });
    return toDisposable(() => (isArmed = false));
  },
});

/** Opens the gateway over ports in memory, for the owner's window and without a transport or paced frames. */
export const openDirectGateway = (
  ports: GatewayPorts,
  { clock, ids }: { readonly clock: Clock; readonly ids: IdSource },
): { readonly client: ContractRouterClient<Contract>; close(): Promise<readonly Fault[]> } => {
  const logger = createRecordingLogger();
  const versions = { version: '0.1.0', node: '24.0.0', electron: null };
  const gateway = createGateway(ports, { clock: withoutPace(clock), ids, logger, versions });
  const client = createRouterClient(gateway.router, {
    context: { audience: 'owner', caller: 'window', budget: new CallBudget() },
    interceptors: [createCallGuard(new ErrorReporter(logger, ids))],
  });
  return { client, close: () => gateway.close() };
};
