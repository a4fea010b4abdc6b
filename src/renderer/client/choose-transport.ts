import type { Clock } from '#shared/kernel/clock.ts';
import { createPortTransport } from './port-transport.ts';
import { browserSurroundings, createSocketTransport, hasSocketLink } from './socket-transport.ts';
import type { Transport } from './transport.ts';

const PORT_WAIT_MS = 5_000;
/**
 * Milliseconds that a page on http without a link waits for a preload before it continues as a plain browser
 * page. A busy machine can delay a preload for a second, and a page without a link loses nothing by waiting.
 */
const PORT_PROBE_MS = 2_500;

/**
 * Detects the host of this page. The desktop app serves pages on its own scheme, or on http from the
 * development server; its preload answers at once. In a plain browser no preload answers.
 */
export const chooseTransport = (page: Window, clock: Clock): Transport => {
  const overHttp = page.location.protocol === 'http:' || page.location.protocol === 'https:';
  if (!overHttp) return createPortTransport(page, clock, PORT_WAIT_MS);
  const socket = createSocketTransport(browserSurroundings(page, clock));
  if (hasSocketLink(page)) return socket;
  const port = createPortTransport(page, clock, PORT_PROBE_MS);
  return {
    connect: async (signal) => {
      const byPort = await port.connect(signal);
      return byPort.ok ? byPort : socket.connect(signal);
    },
  };
};
