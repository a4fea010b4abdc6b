import type {
  HelixChannel,
  HelixChannelFollower,
  HelixCustomRewardRedemption,
  HelixSubscription,
  HelixUser,
} from '@twurple/api';
import { z } from 'zod';
import type { TwitchChannelInfo, TwitchFollow, TwitchRedemption, TwitchUser } from '../ports/index.ts';
import { unreadableAnswer } from './helix-faults.ts';

/**
 * Schemas for the answers that the library doesn't validate. All data that leaves this folder passes one of
 * them; an invalid row throws a fault and is never passed on in part.
 */
const name = z.string().max(200);
const userSchema = z.object({ id: z.string().min(1).max(40), login: name, displayName: name });
const instantSchema = z.number().int();

const channelSchema = z.object({ title: z.string().max(500), gameId: name, gameName: name });

const redemptionSchema = z.object({
  id: z.string().min(1).max(100),
  rewardId: z.string().min(1).max(100),
  rewardTitle: name,
  cost: z.number().nonnegative(),
  user: userSchema,
  input: z.string().max(1_000),
  at: instantSchema,
});

const followSchema = z.object({ user: userSchema, at: instantSchema });

const check = <T>(schema: z.ZodType<T>, value: unknown, what: string): T => {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unreadableAnswer(what);
  return parsed.data;
};

export const userOf = (user: HelixUser): TwitchUser =>
  check(userSchema, { id: user.id, login: user.name, displayName: user.displayName }, 'look up users');

export const channelInfoOf = (channel: HelixChannel): TwitchChannelInfo => {
  const { title, gameId, gameName } = channel;
  const info = check(channelSchema, { title, gameId, gameName }, 'read the stream title');
  const none = info.gameId === '' || info.gameId === '0';
  return { title: info.title, category: none ? null : { id: info.gameId, name: info.gameName } };
};

export const redemptionOf = (redemption: HelixCustomRewardRedemption): TwitchRedemption =>
  check(
    redemptionSchema,
    {
      id: redemption.id,
      rewardId: redemption.rewardId,
      rewardTitle: redemption.rewardTitle,
      cost: redemption.rewardCost,
      user: { id: redemption.userId, login: redemption.userName, displayName: redemption.userDisplayName },
      input: redemption.userInput,
      at: redemption.redemptionDate.getTime(),
    },
    'list the redemptions',
  );

export const followOf = (follower: HelixChannelFollower): TwitchFollow =>
  check(
    followSchema,
    {
      user: { id: follower.userId, login: follower.userName, displayName: follower.userDisplayName },
      at: follower.followDate.getTime(),
    },
    'list the followers',
  );

export const subscriberOf = (subscription: HelixSubscription): TwitchUser =>
  check(
    userSchema,
    {
      id: subscription.userId,
      login: subscription.userName,
      displayName: subscription.userDisplayName,
    },
    'list the subscribers',
  );

const subscriptionsSchema = z.object({
  data: z.array(
    z.object({
      type: name,
      status: name,
      transport: z.looseObject({ session_id: z.string().max(500).optional() }),
    }),
  ),
});

/**
 * Returns the event types that are delivered to this session. Reads the raw answer, because the library drops
 * the session.
 */
export const enabledTypesOf = (answer: unknown, sessionId: string): readonly string[] =>
  check(subscriptionsSchema, answer, 'list the event subscriptions')
    .data.filter((each) => each.status === 'enabled' && each.transport.session_id === sessionId)
    .map((each) => each.type);
