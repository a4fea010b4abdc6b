import type { Fault, Result } from '#shared/kernel/index.ts';
import type { MissedTwitchEvents, TwitchApi, TwitchUser } from '../ports/index.ts';

/** Events that Helix keeps no list of. */
const neverListed = 'Missed raids, cheers and gifts can’t be listed.';

type Source = Pick<TwitchApi, 'channel' | 'redemptionsSince' | 'followsSince' | 'listSubscribers'>;

/** The subscribers of one channel from the last listing. */
interface Known {
  readonly channelId: string | undefined;
  readonly userIds: ReadonlySet<string>;
}

/** Lists events that EventSub did not deliver: redemptions and follows by time, subscribers by comparison. */
export const createMissedEvents = (api: Source): MissedTwitchEvents => {
  let known: Known | null = null;
  const note = (users: readonly TwitchUser[]): void => {
    known = { channelId: api.channel?.id, userIds: new Set(users.map(({ id }) => id)) };
  };
  return {
    remember: async () => {
      const listed = await api.listSubscribers();
      if (listed.ok) note(listed.value);
    },
    since: async (at) => {
      const notFetched = [neverListed];
      const rows = <T>(what: string, result: Result<readonly T[], Fault>): readonly T[] => {
        if (result.ok) return result.value;
        notFetched.push(`${what} are unknown: ${result.error.message}`);
        return [];
      };
      const [redemptions, follows, subscribers] = await Promise.all([
        api.redemptionsSince(at),
        api.followsSince(at),
        api.listSubscribers(),
      ]);
      const before = known?.channelId === api.channel?.id ? known : null;
      const now = rows('Subscriptions', subscribers);
      if (subscribers.ok) note(now);
      return {
        redemptions: rows('Redemptions', redemptions),
        follows: rows('Follows', follows),
        subscribers: before === null ? [] : now.filter(({ id }) => !before.userIds.has(id)),
        notFetched,
      };
    },
  };
};
