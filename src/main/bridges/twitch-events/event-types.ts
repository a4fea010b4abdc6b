import { z } from 'zod';
import type { TwitchUser } from '../ports/index.ts';
import * as events from './twitch-event.ts';
import type { TwitchEvent } from './twitch-event.ts';

const name = z.string().max(200);
const count = z.number().int().nonnegative();
const instant = z
  .string()
  .max(60)
  .transform((text, context) => {
    const at = Date.parse(text);
    if (Number.isNaN(at)) context.addIssue({ code: 'custom', message: 'not a time' });
    return at;
  });

const personFields = { user_id: z.string().min(1).max(40), user_login: name, user_name: name };
const anonymousFields = {
  user_id: z.string().max(40).nullable(),
  user_login: name.nullable(),
  user_name: name.nullable(),
  is_anonymous: z.boolean(),
};

type Person = { readonly user_id: string; readonly user_login: string; readonly user_name: string };

const personOf = (fields: Person): TwitchUser => ({
  id: fields.user_id,
  login: fields.user_login,
  displayName: fields.user_name,
});

const perhapsPersonOf = (fields: {
  readonly user_id: string | null;
  readonly user_login: string | null;
  readonly user_name: string | null;
  readonly is_anonymous: boolean;
}): TwitchUser | null =>
  fields.is_anonymous || fields.user_id === null
    ? null
    : { id: fields.user_id, login: fields.user_login ?? '', displayName: fields.user_name ?? '' };

/** One type of subscription: its request to Twitch and the conversion of its notifications. */
export interface EventType {
  readonly type: string;
  readonly version: string;
  condition(channelId: string, accountId: string): Readonly<Record<string, string>>;
  /** The events in words, for a sentence. */
  readonly what: string;
  /** Returns the event, or undefined when its data has an unexpected shape. */
  read(event: unknown): TwitchEvent | undefined;
}

const ofChannel = (channelId: string): Readonly<Record<string, string>> => ({
  broadcaster_user_id: channelId,
});

const define = <T>(
  type: string,
  what: string,
  schema: z.ZodType<T>,
  describe: (event: T) => TwitchEvent,
  more: Partial<Pick<EventType, 'version' | 'condition'>> = {},
): EventType => ({
  type,
  version: '1',
  condition: ofChannel,
  ...more,
  what,
  read: (event) => {
    const parsed = schema.safeParse(event);
    return parsed.success ? describe(parsed.data) : undefined;
  },
});

/** All event types that this program subscribes to. */
export const eventTypes: readonly EventType[] = [
  define(
    'channel.follow',
    'follows',
    z.object({ ...personFields, followed_at: instant }),
    (event) => events.followed({ user: personOf(event), at: event.followed_at }),
    {
      version: '2',
      condition: (channelId, accountId) => ({ broadcaster_user_id: channelId, moderator_user_id: accountId }),
    },
  ),
  define(
    'channel.subscribe',
    'subscriptions',
    z.object({ ...personFields, tier: name, is_gift: z.boolean() }),
    (event) => events.subscribed(personOf(event), event.tier, event.is_gift),
  ),
  define(
    'channel.subscription.message',
    'renewed subscriptions',
    z.object({
      ...personFields,
      tier: name,
      cumulative_months: count,
      message: z.object({ text: z.string().max(4_000) }),
    }),
    (event) => events.resubscribed(personOf(event), event.tier, event.cumulative_months, event.message.text),
  ),
  define(
    'channel.subscription.gift',
    'gifted subscriptions',
    z.object({ ...anonymousFields, tier: name, total: count }),
    (event) => events.gifted(perhapsPersonOf(event), event.tier, event.total),
  ),
  define(
    'channel.cheer',
    'cheers',
    z.object({ ...anonymousFields, bits: count, message: z.string().max(4_000) }),
    (event) => events.cheered(perhapsPersonOf(event), event.bits, event.message),
  ),
  define(
    'channel.raid',
    'raids',
    z.object({
      from_broadcaster_user_id: z.string().min(1).max(40),
      from_broadcaster_user_login: name,
      from_broadcaster_user_name: name,
      viewers: count,
    }),
    (event) =>
      events.raided(
        {
          id: event.from_broadcaster_user_id,
          login: event.from_broadcaster_user_login,
          displayName: event.from_broadcaster_user_name,
        },
        event.viewers,
      ),
    { condition: (channelId) => ({ to_broadcaster_user_id: channelId }) },
  ),
  define(
    'channel.channel_points_custom_reward_redemption.add',
    'redemptions',
    z.object({
      ...personFields,
      id: z.string().min(1).max(100),
      user_input: z.string().max(1_000),
      redeemed_at: instant,
      reward: z.object({ id: z.string().max(100), title: name, cost: count }),
    }),
    (event) =>
      events.redeemed({
        id: event.id,
        rewardId: event.reward.id,
        rewardTitle: event.reward.title,
        cost: event.reward.cost,
        user: personOf(event),
        input: event.user_input,
        at: event.redeemed_at,
      }),
  ),
  define(
    'stream.online',
    'the start of the stream',
    z.object({ id: z.string().max(100), started_at: instant }),
    (event) => events.streamOnline(event.id, event.started_at),
  ),
  define('stream.offline', 'the end of the stream', z.object({}), () => events.streamOffline()),
  define(
    'channel.update',
    'changes of title and category',
    z.object({ title: z.string().max(500), category_id: name, category_name: name }),
    (event) => events.channelUpdated(event.title, event.category_id, event.category_name),
    { version: '2' },
  ),
];
