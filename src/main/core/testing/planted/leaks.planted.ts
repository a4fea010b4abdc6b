/* oxlint-disable vitest/expect-expect -- What counts here is what is left behind. */
import { createServer } from 'node:net';
import { it } from 'vitest';
import { createFakeClock, leakLedger } from '#shared/kernel/testing/index.ts';

it('leaves a timer', () => {
  createFakeClock().setTimeout(() => undefined, 1_000);
});

it('leaves an interval, for a reason', () => {
  leakLedger.allowLeaks('the leak check is tried');
  createFakeClock().setInterval(() => undefined, 1_000);
});

it('leaves a listener on the process', () => {
  process.on('SIGUSR2', () => undefined);
});

it('leaves nothing', async () => {
  const clock = createFakeClock();
  clock.setTimeout(() => undefined, 1_000);
  await clock.advance(1_000);
  clock.setInterval(() => undefined, 1_000)[Symbol.dispose]();
});

it('leaves a server open', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
