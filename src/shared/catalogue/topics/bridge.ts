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
 * A bridge lost the connection that it had. Whether it heals by itself or ends, and is retried, is told by what follows.
 * The journal keeps the platform's own event and `component.failed`, which say the same.
 */
export const bridgeLinkLost = ownTopic('bridge.link-lost', {
  title: 'Connection lost',
  level: 'warning',
  keep: 'none',
  data: z.object({
    platform,
    /** The code of the fault, or the topic of the platform's own event. */
    code: z.string(),
    /** When the connection was known to be gone, epoch milliseconds. */
    since: z.number(),
  }),
  sentence: (_, { reason }: Quoted) => reason,
});

/** A bridge that had lost its connection healed it without ending. The journal keeps the platform's own event. */
export const bridgeResumed = ownTopic('bridge.resumed', {
  title: 'Connection resumed',
  keep: 'none',
  data: z.object({
    platform,
    /** When the connection was known to be gone, epoch milliseconds. */
    since: z.number(),
    /** True when the platform sent again what was missed. */
    replayed: z.boolean(),
  }),
  sentence: (_, { reason }: Quoted) => reason,
});

/** A bridge found out what it missed without a connection. The journal keeps the platform's own event. */
export const bridgeMissed = ownTopic('bridge.missed', {
  title: 'Missed without a connection',
  keep: 'none',
  data: z.object({
    platform,
    /** The stretch of time without a connection, epoch milliseconds. */
    from: z.number(),
    to: z.number(),
    /** Null when the platform does not tell. */
    count: z.number().nullable(),
    /** True when there may be more than the count. */
    more: z.boolean(),
  }),
  sentence: (_, { reason }: Quoted) => reason,
});

/** Repeats the platform's own event of the same moment, as its consequence. */
export const repeating = ({ id, level, message, correlationId }: EventRecord): Quoted & EmitDetails => ({
  reason: message,
  level,
  causeId: id,
  correlationId: correlationId ?? undefined,
});

/** The topics of every bridge, whatever the platform. */
export const bridgeTopics = [bridgeConnected, bridgeLinkLost, bridgeResumed, bridgeMissed];
