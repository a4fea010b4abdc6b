import { Emitter } from '#shared/kernel/index.ts';
import type { Gateway } from '../gateway.ts';
import type { Audience } from '../call-context.ts';
import type { PeerChannel } from './peer-channel.ts';

/**
 * The common part of Node's MessagePort and Electron's MessagePortMain. Their listeners get different
 * arguments.
 */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/**
 * Returns the message: Electron passes listeners an event with the message in `data`, Node passes the
 * message, here a string.
 */
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

/**
 * Serves the contract on a message port until the port closes, the gateway closes, or the handle is disposed.
 */
export const serveMessagePort = (
  gateway: Gateway,
  port: MessagePortLike,
  caller: { readonly audience: Audience; readonly caller: string } = { audience: 'owner', caller: 'window' },
): Disposable => {
  const connection = gateway.serve(channelOfMessagePort(port), caller);
  port.start();
  return connection;
};
