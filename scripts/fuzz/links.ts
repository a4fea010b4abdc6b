/** The connections that the fuzz opens: a message port, and a WebSocket over the loopback server. */
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { serveMessagePort } from '#main/gateway/index.ts';
import type { FuzzLink } from './peer-channel.ts';
import type { FuzzRig } from './rig.ts';

/** Opens a message port to the gateway, as the desktop window does. */
export const openPort = async ({ gateway }: FuzzRig): Promise<FuzzLink> => {
  const { port1, port2 } = new MessageChannel();
  const serving = serveMessagePort(gateway, port1);
  let closed = false;
  let listener: (text: string | null) => void = () => undefined;
  port2.on('message', (data: unknown) => {
    if (typeof data === 'string') listener(data);
  });
  port2.once('close', () => {
    closed = true;
    listener(null);
  });
  return {
    get closed() {
      return closed;
    },
    send: (data) => port2.postMessage(data),
    listen: (onText) => {
      listener = onText;
    },
    close: async () => {
      serving[Symbol.dispose]();
      if (!closed) await once(port2, 'close');
    },
  };
};

/** Opens a WebSocket with a new ticket, as the browser window does. */
export const openSocket = async (rig: FuzzRig): Promise<FuzzLink> => {
  const { origin } = rig;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, {
    origin,
    perMessageDeflate: false,
  });
  let closed = false;
  let listener: (text: string | null) => void = () => undefined;
  socket.on('error', () => undefined);
  socket.once('close', () => {
    closed = true;
    listener(null);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ ticket: await rig.ticket() }));
  await once(socket, 'message');
  socket.on('message', (data) => listener(Buffer.isBuffer(data) ? data.toString('utf8') : null));
  return {
    get closed() {
      return closed;
    },
    send: (data) => {
      if (!closed) socket.send(typeof data === 'string' || data instanceof Uint8Array ? data : String(data));
    },
    listen: (onText) => {
      listener = onText;
    },
    close: async () => {
      socket.close();
      if (!closed) await once(socket, 'close');
    },
  };
};
