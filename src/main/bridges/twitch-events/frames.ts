import { z } from 'zod';

const metadataSchema = z.looseObject({
  message_id: z.string().min(1).max(200),
  message_type: z.string().max(100),
  message_timestamp: z.string().max(60),
});

const sessionSchema = z.looseObject({
  session: z.looseObject({
    id: z.string().min(1).max(500),
    keepalive_timeout_seconds: z.number().positive().max(3_600).nullish(),
    reconnect_url: z.string().max(2_000).nullish(),
  }),
});

const subscriptionSchema = z.looseObject({
  subscription: z.looseObject({
    id: z.string().max(200),
    type: z.string().max(200),
    status: z.string().max(100),
  }),
});

const frameSchema = z.looseObject({ metadata: metadataSchema, payload: z.unknown() });

/** One validated message of EventSub. `at` is Twitch's own time, epoch milliseconds. */
export type EventFrame = { readonly messageId: string; readonly at: number } & (
  | { readonly kind: 'welcome'; readonly sessionId: string; readonly keepaliveMs: number }
  | { readonly kind: 'keepalive' }
  | { readonly kind: 'reconnect'; readonly url: string }
  | { readonly kind: 'notification'; readonly type: string; readonly event: unknown }
  | { readonly kind: 'revocation'; readonly type: string; readonly status: string }
  | { readonly kind: 'unknown'; readonly type: string }
);

const defaultKeepaliveSeconds = 10;

/** Parses one frame; returns null when it isn't a valid EventSub message. Never throws. */
export const parseFrame = (text: string): EventFrame | null => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  const frame = frameSchema.safeParse(raw);
  if (!frame.success) return null;
  const { metadata, payload } = frame.data;
  const at = Date.parse(metadata.message_timestamp);
  if (Number.isNaN(at)) return null;
  const head = { messageId: metadata.message_id, at };
  switch (metadata.message_type) {
    case 'session_welcome': {
      const session = sessionSchema.safeParse(payload);
      if (!session.success) return null;
      const { id, keepalive_timeout_seconds: seconds } = session.data.session;
      return {
        ...head,
        kind: 'welcome',
        sessionId: id,
        keepaliveMs: (seconds ?? defaultKeepaliveSeconds) * 1_000,
      };
    }
    case 'session_keepalive':
      return { ...head, kind: 'keepalive' };
    case 'session_reconnect': {
      const session = sessionSchema.safeParse(payload);
      const url = session.success ? session.data.session.reconnect_url : null;
      return url ? { ...head, kind: 'reconnect', url } : null;
    }
    case 'notification': {
      const subscription = subscriptionSchema.safeParse(payload);
      const event = z.looseObject({ event: z.unknown() }).safeParse(payload);
      if (!subscription.success || !event.success) return null;
      return {
        ...head,
        kind: 'notification',
        type: subscription.data.subscription.type,
        event: event.data.event,
      };
    }
    case 'revocation': {
      const subscription = subscriptionSchema.safeParse(payload);
      if (!subscription.success) return null;
      const { type, status } = subscription.data.subscription;
      return { ...head, kind: 'revocation', type, status };
    }
    default:
      return { ...head, kind: 'unknown', type: metadata.message_type };
  }
};
