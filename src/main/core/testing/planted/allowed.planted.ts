/* oxlint-disable vitest/expect-expect -- What counts here is what is left behind. */
import { createServer } from 'node:net';
import { it } from 'vitest';
import { leakLedger } from '#shared/kernel/testing/index.ts';

leakLedger.allowHandles('the leak check is tried');

it('leaves a server open, for a reason', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
