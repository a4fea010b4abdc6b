import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createGatewayRig, whileTimePasses, type ContractClient } from './testing/contract-suite.ts';
import { channelOfWebSocket } from './transports/web-socket.ts';
import { happened } from '#core/testing/happened.ts';

const megabyte = 1_048_576;

/** A socket with the interface of a browser's, which the contract's client expects. */
class SocketTarget extends EventTarget {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) =>
      this.dispatchEvent(
        new MessageEvent('message', { data: isBinary ? new Blob([new Uint8Array(data)]) : String(data) }),
      ),
    );
    socket.on('close', () => this.dispatchEvent(new Event('close')));
  }

  get readyState(): WebSocket['readyState'] {
    return this.#socket.readyState;
  }

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (data instanceof Blob) throw new TypeError('This client sends no blobs');
    this.#socket.send(data);
  }
}

it('bounds the memory for a socket that never reads, and serves the others at full rate (F43)', async () => {
  const { clock, gateway, ports } = createGatewayRig();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const accepted: WebSocket[] = [];
  server.on('connection', (socket) => {
    accepted.push(socket);
    gateway.serve(channelOfWebSocket(socket), { audience: 'owner', caller: 'test' });
  });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const join = async () => {
    const websocket = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(websocket, 'open');
    const client: ContractClient = createORPCClient(new RPCLink({ websocket: new SocketTarget(websocket) }));
    const frames = await client.events.watch({});
    await whileTimePasses(clock, frames.next());
    return { websocket, frames };
  };
  const slow = await join();
  const fast = await join();
  slow.websocket.pause();

  let received = 0;
  const total = 400 * 100;
  const reading = (async () => {
    while (received < total) {
      const { value, done } = await fast.frames.next();
      if (done) return;
      received += value.events.length;
    }
  })();
  let mostKept = 0;
  for (let turn = 0; turn < 400; turn += 1) {
    for (let index = 0; index < 100; index += 1)
      ports.system.events.emit('test', happened('test.happened', { message: 'x'.repeat(1_000) }));
    await clock.advance(50);
    await new Promise((resolve) => setTimeout(resolve, 1));
    mostKept = Math.max(mostKept, accepted[0]?.bufferedAmount ?? 0);
  }
  await whileTimePasses(clock, reading);
  expect(received).toBe(total);
  // At most one frame waits in our own memory. The rest of about 50 MB was never written.
  expect(mostKept).toBeLessThan(megabyte);

  slow.websocket.resume();
  let listed = 0;
  let dropped = 0;
  while (listed + dropped < total) {
    const { value, done } = await whileTimePasses(clock, slow.frames.next());
    if (done) break;
    listed += value.events.length;
    dropped += value.dropped;
  }
  expect(dropped).toBeGreaterThan(0);
  expect(listed + dropped).toBe(total);

  for (const { websocket } of [slow, fast]) websocket.terminate();
  await gateway.close();
  await new Promise((resolve) => server.close(resolve));
});
