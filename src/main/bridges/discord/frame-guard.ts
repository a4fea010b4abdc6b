import { z } from 'zod';

/** A gateway frame that was not passed on, with the reason. */
export interface FrameProblem {
  /** Event of the frame, as far as it could be read. */
  readonly topic: string | null;
  /** Field path and reason; never the content. */
  readonly reason: string;
  /** True for a known event that the bridge doesn't use; false for a frame that can't be read. */
  readonly unused: boolean;
}

export type FrameVerdict =
  | { readonly pass: true; readonly endsSession: boolean }
  | { readonly pass: false; readonly problem: FrameProblem };

const snowflake = z.string().regex(/^\d{1,20}$/, 'is not a Discord ID');
const isoDate = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is not a date');
const user = z.looseObject({
  id: snowflake,
  username: z.string().max(200),
  global_name: z.string().max(200).nullish(),
  bot: z.boolean().nullish(),
});
const gatewayUrl = z.url({ protocol: /^wss?$/ });
const identified = z.looseObject({ id: snowflake });
const inGuild = z.looseObject({ guild_id: snowflake });

const componentShape = z.looseObject({ type: z.number().int(), components: z.unknown().optional() });

/** Returns true for valid components. Components nest, and discord.js parses each without checking it. */
const areComponents = (value: unknown, level = 0): boolean =>
  value === undefined ||
  value === null ||
  (level <= 10 &&
    Array.isArray(value) &&
    value.length <= 100 &&
    value.every((each: unknown) => {
      const component = componentShape.safeParse(each);
      return component.success && areComponents(component.data.components, level + 1);
    }));
const components = z
  .unknown()
  .refine((value) => areComponents(value), 'are not components')
  .optional();
const attachments = z.array(z.looseObject({ id: snowflake, filename: z.string() })).max(100);
const embeds = z.array(z.looseObject({})).max(100);
const stickers = z
  .array(z.looseObject({ id: snowflake, name: z.string() }))
  .max(100)
  .nullish();

/** The copy of a message inside a forward. */
const snapshot = z.looseObject({
  message: z.looseObject({
    content: z.string().max(100_000).optional(),
    attachments: attachments.optional(),
    embeds: embeds.optional(),
    sticker_items: stickers,
    components,
  }),
});

const poll = z.looseObject({
  question: z.looseObject({ text: z.string().max(10_000).nullish() }),
  answers: z
    .array(
      z.looseObject({
        answer_id: z.number().int(),
        poll_media: z.looseObject({ text: z.string().max(10_000).nullish() }),
      }),
    )
    .max(100),
});

const message = z.looseObject({
  id: snowflake,
  channel_id: snowflake,
  guild_id: snowflake.nullish(),
  type: z.number().int(),
  author: user,
  member: z.looseObject({ roles: z.array(snowflake) }).nullish(),
  content: z.string().max(100_000),
  timestamp: isoDate,
  edited_timestamp: isoDate.nullish(),
  mentions: z.array(user).max(1_000),
  mention_roles: z.array(snowflake).max(1_000),
  attachments,
  embeds,
  components,
  sticker_items: stickers,
  poll: poll.nullish(),
  message_snapshots: z.array(snapshot).max(100).nullish(),
  message_reference: z.looseObject({ message_id: snowflake.nullish() }).nullish(),
});

const digits = z.string().regex(/^\d{1,40}$/, 'is not a number');

/** A slash command interaction; the bot registers no other kind of interaction. */
const interaction = z
  .looseObject({
    id: snowflake,
    application_id: snowflake,
    type: z.literal(2),
    token: z.string().min(1).max(500),
    guild_id: snowflake,
    channel: z.looseObject({ id: snowflake, type: z.number().int() }),
    member: z.looseObject({ user, roles: z.array(snowflake), permissions: digits }),
    data: z.looseObject({
      id: snowflake,
      name: z.string().min(1).max(100),
      type: z.literal(1),
      options: z.array(z.never()).nullish(),
    }),
    app_permissions: digits.nullish(),
    entitlements: z.array(identified).max(100),
  })
  .refine(({ channel: { type } }) => type !== 1 && type !== 3, 'comes from outside a server');

/** The events that the bridge uses, with the fields that discord.js expects in each without checking. */
const dispatchSchemas: Readonly<Record<string, z.ZodType>> = {
  READY: z.looseObject({
    user,
    guilds: z.array(identified),
    session_id: z.string().min(1),
    resume_gateway_url: gatewayUrl,
    application: identified,
  }),
  RESUMED: z.unknown(),
  GUILD_CREATE: z.looseObject({
    id: snowflake,
    name: z.string().optional(),
    roles: z.array(z.looseObject({ id: snowflake, permissions: z.string().regex(/^\d+$/) })).optional(),
    channels: z.array(z.looseObject({ id: snowflake, type: z.number().int() })).optional(),
    members: z.array(z.looseObject({ user, roles: z.array(snowflake) })).optional(),
  }),
  GUILD_UPDATE: identified,
  GUILD_DELETE: identified,
  GUILD_ROLE_CREATE: inGuild,
  GUILD_ROLE_UPDATE: inGuild,
  GUILD_ROLE_DELETE: inGuild,
  GUILD_MEMBER_UPDATE: z.looseObject({ guild_id: snowflake, user, roles: z.array(snowflake) }),
  USER_UPDATE: user,
  CHANNEL_CREATE: z.looseObject({ id: snowflake, type: z.number().int() }),
  CHANNEL_UPDATE: z.looseObject({ id: snowflake, type: z.number().int() }),
  CHANNEL_DELETE: z.looseObject({ id: snowflake, type: z.number().int() }),
  MESSAGE_CREATE: message,
  MESSAGE_UPDATE: message.partial().extend({ id: snowflake, channel_id: snowflake }),
  MESSAGE_DELETE: z.looseObject({ id: snowflake, channel_id: snowflake }),
  INTERACTION_CREATE: interaction,
  MESSAGE_DELETE_BULK: z.looseObject({ ids: z.array(snowflake), channel_id: snowflake }),
};

const envelope = z.discriminatedUnion('op', [
  z.object({
    op: z.literal(0),
    t: z.string().max(100),
    s: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
    d: z.unknown(),
  }),
  z.object({ op: z.literal(1) }),
  z.object({ op: z.literal(7) }),
  z.object({ op: z.literal(9), d: z.boolean() }),
  z.object({
    op: z.literal(10),
    d: z.looseObject({ heartbeat_interval: z.number().int().min(1_000).max(600_000) }),
  }),
  z.object({ op: z.literal(11) }),
]);

const describe = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'frame'}: ${issue.message}` : 'does not fit';
};

const refuse = (topic: string | null, reason: string, unused = false): FrameVerdict => ({
  pass: false,
  problem: { topic, reason, unused },
});

/**
 * Validates a gateway frame before discord.js reads it. The library trusts every frame, in a method whose
 * rejections are never caught: one malformed payload would crash the program. Drops events that the bridge
 * doesn't use, without a report.
 */
export const inspectFrame = (raw: unknown, isBinary: boolean): FrameVerdict => {
  if (isBinary || typeof raw !== 'string') return refuse(null, 'is binary, not text');
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    return refuse(null, 'is not JSON');
  }
  const frame = envelope.safeParse(parsed);
  if (!frame.success) return refuse(null, describe(frame.error));
  if (frame.data.op !== 0) return { pass: true, endsSession: frame.data.op === 9 && !frame.data.d };
  const { t: topic, d: data } = frame.data;
  const schema = Object.hasOwn(dispatchSchemas, topic) ? dispatchSchemas[topic] : undefined;
  if (!schema) return refuse(topic, 'is an event that the bridge doesn’t use', true);
  const payload = schema.safeParse(data);
  return payload.success ? { pass: true, endsSession: false } : refuse(topic, describe(payload.error));
};
