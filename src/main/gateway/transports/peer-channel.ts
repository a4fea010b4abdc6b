import type { RPCHandler } from '@orpc/server/ws';
import { z } from 'zod';
import type { Logger } from '#core/logger.ts';
import { toDisposable } from '#shared/kernel/index.ts';
import { CallBudget, type CallContext } from '../call-context.ts';

/** A connection that carries whole text messages both ways: a WebSocket, a message port, or a pair in memory. */
export interface PeerChannel {
  /** Resolves when the transport took the message, which is what slows a stream down to its reader. Never rejects. */
  send(text: string): Promise<void>;
  onMessage(listener: (data: unknown) => void): void;
  /** Calls the listener once the connection is over, whoever ended it. */
  onClose(listener: () => void): void;
  close(): void;
}

/** Longer messages are refused: no procedure takes anything near this. */
export const maxMessageLength = 64 * 1024;

/**
 * The two messages a client may send: a call, and taking it back. Files, streams towards us and headers other than the
 * place to resume from are no part of the contract, and are refused before anything looks at them.
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

/** Whether a message has the form of a call. What the call says is checked by the contract. */
export const isClientMessage = (data: unknown): data is string => {
  if (typeof data !== 'string' || data.length > maxMessageLength) return false;
  try {
    return clientMessageSchema.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
};

/** What oRPC's WebSocket adapter needs of a socket. */
type SocketLike = Parameters<RPCHandler<CallContext>['upgrade']>[0];

/**
 * Serves one connection with the contract. A message that is none ends the connection: who sends that is broken or
 * hostile. Disposing ends it from our side.
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
        logger.warning('A connection was ended because it sent what is no call', { caller: caller.caller });
        channel.close();
      });
    },
  };
  void handler.upgrade(socket as SocketLike, { context });
  return toDisposable(() => channel.close());
};
