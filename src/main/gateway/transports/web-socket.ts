import type { WebSocket } from 'ws';
import type { PeerChannel } from './peer-channel.ts';

/**
 * Wraps a socket of `ws` as a channel. Sending resolves once the bytes have left our buffer, so a slow reader
 * slows only itself down.
 */
export const channelOfWebSocket = (socket: WebSocket): PeerChannel => ({
  send: (text) =>
    new Promise((resolve) => {
      if (socket.readyState !== socket.OPEN) resolve();
      else socket.send(text, () => resolve());
    }),
  onMessage: (listener) => {
    socket.on('message', (data, isBinary) => {
      // `ws` delivers one buffer per message unless its `binaryType` is changed, which this program never
      // does.
      listener(!isBinary && Buffer.isBuffer(data) ? data.toString('utf8') : undefined);
    });
  },
  onClose: (listener) => {
    socket.once('close', listener);
  },
  close: () => socket.close(1008),
});
