import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { LoopbackServer, loopbackHost } from './loopback-server.ts';

const portTaken = (cause: Error): Fault =>
  new Fault('test.port-taken', 'The port is taken', { kind: 'configuration', cause });

it('listens on a free port, and drops open sockets when it closes', async () => {
  const server = new LoopbackServer();
  const connected = once(server.http, 'connection');
  const port = await server.listen(0, portTaken);
  const socket = connect(port, loopbackHost);
  await connected;
  const closed = once(socket, 'close');
  await server.close();
  await closed;
  expect(server.http.listening).toBe(false);
});

it('rejects with the given fault when the port is taken', async () => {
  const first = new LoopbackServer();
  const port = await first.listen(0, portTaken);
  const second = new LoopbackServer();
  await expect(second.listen(port, portTaken)).rejects.toMatchObject({
    code: 'test.port-taken',
    cause: { code: 'EADDRINUSE' },
  });
  await first.close();
});
