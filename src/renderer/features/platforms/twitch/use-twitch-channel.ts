import { type HostAnswer, useHostQuery, useQueries } from '../../../queries/use-host-query.ts';
import type { TwitchChannel, TwitchRedemptionView } from '#shared/model/index.ts';

const READ_EVERY_MS = 5_000;

export interface TwitchChannelFacts {
  readonly channel: HostAnswer<TwitchChannel>;
  readonly redemptions: HostAnswer<{ readonly redemptions: readonly TwitchRedemptionView[] }>;
  readonly reload: () => void;
}

/**
 * Reads the channel and its pending redemptions from Twitch. Sends no requests while the API is not running.
 */
export const useTwitchChannel = (running: boolean): TwitchChannelFacts => {
  const { api, refresh } = useQueries();
  const options = { onFailure: 'keep', everyMs: READ_EVERY_MS, active: running } as const;
  const channel = useHostQuery(api.twitch.channel.queryOptions(), options);
  const redemptions = useHostQuery(api.twitch.redemptions.queryOptions(), options);
  return {
    channel: channel.answer,
    redemptions: redemptions.answer,
    reload: () => void refresh(api.twitch.channel.key(), api.twitch.redemptions.key()),
  };
};
