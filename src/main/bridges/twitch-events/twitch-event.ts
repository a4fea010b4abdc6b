import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import {
  twitchChannelUpdated,
  twitchCheered,
  twitchFollowed,
  twitchGifted,
  twitchRaided,
  twitchRedeemed,
  twitchStreamOffline,
  twitchStreamOnline,
  twitchSubscribed,
} from '#shared/catalogue/topics/twitch.ts';
import { cleanChatText, cleanName } from '../twitch/index.ts';
import type { TwitchFollow, TwitchRedemption, TwitchUser } from '../ports/index.ts';

/** An event of the channel. */
export interface TwitchEvent {
  /** Creates the event for the bus; `caughtUp` marks an event that was read after an outage. */
  draft(caughtUp: boolean): TopicDraft;
  /** Identifies the event itself, whatever its source; null when only the message id identifies it. */
  readonly key: string | null;
}

/** Returns the name of a person for a sentence. */
const nameOf = (user: TwitchUser | null): string =>
  user === null ? 'Somebody' : cleanName(user.displayName) || cleanName(user.login) || 'Somebody';

const viewerOf = (user: TwitchUser | null) => ({
  userId: user?.id ?? null,
  login: user === null ? null : cleanName(user.login),
  displayName: user === null ? null : nameOf(user),
});

const tierOf = (tier: string): number => Math.max(1, Math.round(Number(tier) / 1_000) || 1);

export const followed = ({ user, at }: TwitchFollow): TwitchEvent => ({
  draft: (caughtUp) => twitchFollowed({ ...viewerOf(user), followedAt: at, caughtUp }),
  key: `followed:${user.id}:${at}`,
});

export const redeemed = (redemption: TwitchRedemption): TwitchEvent => {
  const { id, rewardId, cost, user, at } = redemption;
  const data = {
    ...viewerOf(user),
    redemptionId: id,
    rewardId,
    rewardTitle: cleanName(redemption.rewardTitle),
    cost,
    input: cleanChatText(redemption.input).text,
    redeemedAt: at,
  };
  return { draft: (caughtUp) => twitchRedeemed({ ...data, caughtUp }), key: `redeemed:${id}` };
};

/** A first subscription, or one found after an outage. */
export const subscribed = (user: TwitchUser, tier: string | null, gifted: boolean): TwitchEvent => {
  const tierNumber = tier === null ? null : tierOf(tier);
  const data = { ...viewerOf(user), tier: tierNumber, gifted, months: null, text: '' };
  return { draft: (caughtUp) => twitchSubscribed({ ...data, caughtUp }), key: null };
};

export const resubscribed = (user: TwitchUser, tier: string, months: number, text: string): TwitchEvent => {
  const words = cleanChatText(text).text;
  const data = { ...viewerOf(user), tier: tierOf(tier), gifted: false, months, text: words };
  return { draft: (caughtUp) => twitchSubscribed({ ...data, caughtUp }), key: null };
};

export const gifted = (user: TwitchUser | null, tier: string, total: number): TwitchEvent => ({
  draft: (caughtUp) => twitchGifted({ ...viewerOf(user), tier: tierOf(tier), total, caughtUp }),
  key: null,
});

export const cheered = (user: TwitchUser | null, bits: number, text: string): TwitchEvent => {
  const data = { ...viewerOf(user), bits, text: cleanChatText(text).text };
  return { draft: (caughtUp) => twitchCheered({ ...data, caughtUp }), key: null };
};

export const raided = (from: TwitchUser, viewers: number): TwitchEvent => ({
  draft: (caughtUp) => twitchRaided({ ...viewerOf(from), viewers, caughtUp }),
  key: null,
});

export const streamOnline = (id: string, startedAt: number): TwitchEvent => ({
  draft: (caughtUp) => twitchStreamOnline({ streamId: id, startedAt, caughtUp }),
  key: `online:${id}`,
});

export const streamOffline = (): TwitchEvent => ({
  draft: (caughtUp) => twitchStreamOffline({ caughtUp }),
  key: null,
});

export const channelUpdated = (title: string, categoryId: string, categoryName: string): TwitchEvent => {
  const data = { title: cleanChatText(title).text, categoryId, categoryName: cleanName(categoryName) };
  return { draft: (caughtUp) => twitchChannelUpdated({ ...data, caughtUp }), key: null };
};
