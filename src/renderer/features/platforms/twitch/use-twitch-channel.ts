import { useCallback } from 'react';
import type { TwitchChannel, TwitchRedemptionView } from '#shared/model/index.ts';
import { useClient } from '../../../stores/stores-context.tsx';
import { useReading, type Reading } from '../../../stores/use-asked.ts';

const READ_EVERY_MS = 5_000;

export interface TwitchChannelFacts {
  readonly channel: Reading<TwitchChannel>;
  readonly redemptions: Reading<readonly TwitchRedemptionView[]>;
  readonly reload: () => void;
}

/** The channel as Twitch has it now, and what waits there. Nothing is asked while the API does not run. */
export const useTwitchChannel = (running: boolean): TwitchChannelFacts => {
  const client = useClient();
  const readChannel = useCallback(
    (signal: AbortSignal) => client.twitch.channel(undefined, { signal }),
    [client],
  );
  const readRedemptions = useCallback(
    async (signal: AbortSignal) => (await client.twitch.redemptions(undefined, { signal })).redemptions,
    [client],
  );
  const channel = useReading(readChannel, READ_EVERY_MS, running);
  const redemptions = useReading(readRedemptions, READ_EVERY_MS, running);
  return {
    channel: channel.reading,
    redemptions: redemptions.reading,
    reload: () => {
      channel.again();
      redemptions.again();
    },
  };
};
