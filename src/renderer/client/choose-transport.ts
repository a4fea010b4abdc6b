import type { Clock } from '#shared/kernel/clock.ts';
import { createPortTransport } from './port-transport.ts';
import { browserSurroundings, createSocketTransport, hasSocketLink } from './socket-transport.ts';
import type { Transport } from './transport.ts';

const PORT_WAIT_MS = 5_000;
/**
 * How long a page on http without a link waits for a preload before it takes itself for a plain browser page. A busy machine
 * may keep a preload from answering for a second; a page that has no link has nothing to lose by the wait.
 */
const PORT_PROBE_MS = 2_500;

/**
 * Finds out which host this page belongs to. Pages from the desktop app come by its own scheme, or by http from the
 * development server; then the preload answers at once, and a plain browser has nobody to answer.
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
