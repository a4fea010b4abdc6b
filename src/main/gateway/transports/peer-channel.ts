import type { RPCHandler } from '@orpc/server/ws';
import { z } from 'zod';
import type { Logger } from '#core/logger.ts';
import { toDisposable } from '#shared/kernel/index.ts';
import { CallBudget, type CallContext } from '../call-context.ts';

/**
 * A connection for whole text messages in both directions: a WebSocket, a message port, or a pair in memory.
 */
export interface PeerChannel {
  /**
   * Resolves when the transport has taken the message, which slows a stream down to its reader. Never
   * rejects.
   */
  send(text: string): Promise<void>;
  onMessage(listener: (data: unknown) => void): void;
  /** Calls the listener once the connection has ended, on either side. */
  onClose(listener: () => void): void;
  close(): void;
}

/** Longer messages are refused: no procedure takes anything near this size. */
export const maxMessageLength = 64 * 1024;

/**
 * The two messages that a client may send: a call and its cancellation. Files, streams to the server and
 * headers other than the resume position are not part of the contract, and are refused before anything reads
 * them.
 */
const clientMessageSchema = z.union([
  z.strictObject({
    i: z.string().min(1).max(64),
    p: z.strictObject({
      u: z.string().startsWith('/').max(1_024),
      b: z.unknown().optional(),
      h: z.strictObject({ 'last-event-id': z.string().max(200).optional() }).optional(),
      m: z.literal('POST').optional(),
    }),
  }),
  z.strictObject({ i: z.string().min(1).max(64), t: z.literal(4), p: z.undefined().optional() }),
]);

/** Returns true when a message has the form of a call. The contract validates its content. */
export const isClientMessage = (data: unknown): data is string => {
  if (typeof data !== 'string' || data.length > maxMessageLength) return false;
  try {
    return clientMessageSchema.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
};

/** The parts of a socket that oRPC's WebSocket adapter needs. */
type SocketLike = Parameters<RPCHandler<CallContext>['upgrade']>[0];

/**
 * Serves one connection with the contract. An invalid message ends the connection, because its sender is
 * broken or hostile. Disposing ends the connection from our side.
 */
export const servePeer = (
  handler: RPCHandler<CallContext>,
  channel: PeerChannel,
  caller: Pick<CallContext, 'audience' | 'caller'>,
  logger: Logger,
): Disposable => {
  const context: CallContext = { ...caller, budget: new CallBudget() };
  const socket = {
    send: (data: unknown) => (typeof data === 'string' ? channel.send(data) : undefined),
    addEventListener: (type: string, listener: (event: { data: unknown }) => void) => {
      if (type === 'close') channel.onClose(() => listener({ data: undefined }));
      if (type !== 'message') return;
      channel.onMessage((data) => {
        if (isClientMessage(data)) {
          listener({ data });
          return;
        }
        logger.warning('A connection was closed because it sent an invalid message', {
          caller: caller.caller,
        });
        channel.close();
      });
    },
  };
  void handler.upgrade(socket as SocketLike, { context });
  return toDisposable(() => channel.close());
};
