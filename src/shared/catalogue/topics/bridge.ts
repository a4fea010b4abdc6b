import { z } from 'zod';
import { platformSchema, type EventRecord } from '../../model/index.ts';
import { ownTopic, type EmitDetails } from './define.ts';

const platform = platformSchema;

export const bridgeConnected = ownTopic('bridge.connected', {
  title: 'Bridge connected',
  data: z.object({ platform, channel: z.string() }),
  sentence: (_, { to }: { readonly to: string }) => `Connected to ${to}.`,
});

/** The message of a fault, or the sentence of the platform's own event. */
interface Quoted {
  readonly reason: string;
}

/**
 * A bridge lost its connection. Later events tell if the connection resumed or ended. The journal keeps the
 * platform's own event and `component.failed` instead.
 */
export const bridgeLinkLost = ownTopic('bridge.link-lost', {
  title: 'Connection lost',
  level: 'warning',
  keep: 'none',
  data: z.object({
    platform,
    /** The fault's code, or the topic of the platform's own event. */
    code: z.string(),
    /** Time of the disconnect, epoch milliseconds. */
    since: z.number(),
  }),
  sentence: (_, { reason }: Quoted) => reason,
});

/**
 * A bridge resumed a lost connection without ending its session. The journal keeps the platform's own event
 * instead.
 */
export const bridgeResumed = ownTopic('bridge.resumed', {
  title: 'Connection resumed',
  keep: 'none',
  data: z.object({
    platform,
    /** Time of the disconnect, epoch milliseconds. */
    since: z.number(),
    /** True when the platform replayed the missed events. */
    replayed: z.boolean(),
  }),
  sentence: (_, { reason }: Quoted) => reason,
});

/**
 * A bridge found out what it missed while disconnected. The journal keeps the platform's own event instead.
 */
export const bridgeMissed = ownTopic('bridge.missed', {
  title: 'Missed while disconnected',
  keep: 'none',
  data: z.object({
    platform,
    /** The time without a connection, epoch milliseconds. */
    from: z.number(),
    to: z.number(),
    /** Null when the platform does not report a count. */
    count: z.number().nullable(),
    /** True when more may have been missed than the count. */
    more: z.boolean(),
  }),
  sentence: (_, { reason }: Quoted) => reason,
});

/** Returns the fields that repeat the platform's own event as a consequence of it. */
export const repeating = ({ id, level, message, correlationId }: EventRecord): Quoted & EmitDetails => ({
  reason: message,
  level,
  causeId: id,
  correlationId: correlationId ?? undefined,
});

/** The topics that all bridges share. */
export const bridgeTopics = [bridgeConnected, bridgeLinkLost, bridgeResumed, bridgeMissed];
