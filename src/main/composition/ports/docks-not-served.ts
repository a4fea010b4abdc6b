import type { GatewayPorts } from '#main/gateway/ports/index.ts';
import { err, Fault, type Result } from '#shared/kernel/index.ts';

const notServed = (): Result<never, Fault> =>
  err(
    new Fault(
      'docks.not-served',
      'Docks need Cuelight’s own server, which the desktop program does not have: run it with npm run headless.',
      { kind: 'configuration' },
    ),
  );

/** A host with a server puts its own in place of this. */
export const docksNotServed: GatewayPorts['docks'] = {
  list: notServed,
  create: () => Promise.resolve(notServed()),
  revoke: () => Promise.resolve(notServed()),
};
