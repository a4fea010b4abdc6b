import type { Fault, Result } from '#shared/kernel/index.ts';
import type { MissedTwitchEvents, TwitchApi } from '../ports/index.ts';

/** Helix keeps no list of these, so nobody can tell. */
const neverTold = 'Raids, cheers and gifts cannot be asked for afterwards.';

type Source = Pick<TwitchApi, 'redemptionsSince' | 'followsSince' | 'listSubscribers'>;

/** Asks Helix what EventSub did not deliver: redemptions and follows by their time, subscribers by comparison. */
export const createMissedEvents = (api: Source): MissedTwitchEvents => {
  let known: ReadonlySet<string> | null = null;
  return {
    remember: async () => {
      const listed = await api.listSubscribers();
      if (listed.ok) known = new Set(listed.value.map((user) => user.id));
    },
    since: async (at) => {
      const untold = [neverTold];
      const rows = <T>(what: string, result: Result<readonly T[], Fault>): readonly T[] => {
        if (result.ok) return result.value;
        untold.push(`${what} are not known: ${result.error.message}`);
        return [];
      };
      const [redemptions, follows, subscribers] = await Promise.all([
        api.redemptionsSince(at),
        api.followsSince(at),
        api.listSubscribers(),
      ]);
      const before = known;
      const now = rows('Subscriptions', subscribers);
      if (subscribers.ok) known = new Set(now.map((user) => user.id));
      return {
        redemptions: rows('Redemptions', redemptions),
        follows: rows('Follows', follows),
        subscribers: before === null ? [] : now.filter((user) => !before.has(user.id)),
        untold,
      };
    },
  };
};
