import { Emitter } from '#shared/kernel/index.ts';
import type { Gateway } from '../gateway.ts';
import type { Audience } from '../call-context.ts';
import type { PeerChannel } from './peer-channel.ts';

/** What Node's MessagePort and Electron's MessagePortMain both offer. They differ in what a listener is given. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** Electron hands listeners an event with the message in `data`; Node hands them the message, which here is a string. */
const messageOf = (received: unknown): unknown =>
  typeof received === 'object' && received !== null && 'data' in received ? received.data : received;

const channelOfMessagePort = (port: MessagePortLike): PeerChannel => {
  const closing = new Emitter();
  let closed = false;
  const markClosed = (): void => {
    if (closed) return;
    closed = true;
    closing.emit();
  };
  port.on('close', markClosed);
  return {
    send: (text) => {
      if (!closed) port.postMessage(text);
      return Promise.resolve();
    },
    onMessage: (listener) => port.on('message', (received) => listener(messageOf(received))),
    onClose: (listener) => void closing.on(listener),
    close: () => {
      port.close();
      markClosed();
    },
  };
};

/** Serves the contract on a message port until it closes, the gateway closes, or the handle is disposed. */
export const serveMessagePort = (
  gateway: Gateway,
  port: MessagePortLike,
  caller: { readonly audience: Audience; readonly caller: string } = { audience: 'owner', caller: 'window' },
): Disposable => {
  const connection = gateway.serve(channelOfMessagePort(port), caller);
  port.start();
  return connection;
};
