import { RPCLink } from '@orpc/client/message-port';
import { err, ok } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Transport } from './transport.ts';

/**
 * The page announces that it listens; the preload answers with {@link PORT_MESSAGE} and one transferred port.
 */
export const PORT_REQUEST = 'cuelight:port-request';
export const PORT_MESSAGE = 'cuelight:port';

const messageType = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && 'type' in data ? data.type : undefined;

/**
 * Connects to the host over the message port from Electron's preload. `waitMs` limits the wait for a port.
 * Each attempt requests a new port, so reloaded pages and replaced ports work alike.
 */
export const createPortTransport = (page: Window, clock: Clock, waitMs: number): Transport => ({
  connect: (signal) =>
    new Promise((resolve) => {
      const finish = (): void => {
        page.removeEventListener('message', onMessage);
        signal.removeEventListener('abort', onAbort);
        timer[Symbol.dispose]();
      };
      const onAbort = (): void => {
        finish();
        resolve(err({ kind: 'unreachable', message: 'The attempt was given up.' }));
      };
      const onMessage = (event: MessageEvent): void => {
        // Ignores ports from another window or origin.
        if (event.source !== page || messageType(event.data) !== PORT_MESSAGE) return;
        const port = event.ports[0];
        if (!port) return;
        finish();
        const closed = new Promise<string>((over) => {
          port.addEventListener('close', () => over('The program closed the connection.'), { once: true });
        });
        const link = new RPCLink({ port });
        port.start();
        resolve(ok({ link, closed, close: () => port.close() }));
      };
      const timer = clock.setTimeout(() => {
        finish();
        resolve(err({ kind: 'unreachable', message: 'The program does not answer yet.' }));
      }, waitMs);
      signal.addEventListener('abort', onAbort, { once: true });
      page.addEventListener('message', onMessage);
      page.postMessage({ type: PORT_REQUEST }, page.location.origin === 'null' ? '*' : page.location.origin);
    }),
});
