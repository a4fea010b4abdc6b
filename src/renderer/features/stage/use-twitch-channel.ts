import { useCallback, useEffect, useRef, useState } from 'react';
import type { TwitchChannel, TwitchRedemptionView } from '#shared/contract/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { useClient, useStores } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 5_000;

/** What was read; the last good reading stays while the next one fails. */
export interface Reading<T> {
  readonly value: T | null;
  readonly failure: string | null;
}

export interface TwitchChannelFacts {
  readonly channel: Reading<TwitchChannel>;
  readonly redemptions: Reading<readonly TwitchRedemptionView[]>;
  readonly reload: () => void;
}

/** Reads something now and every few seconds while it may be asked for; `again` reads it at once. */
const useReading = <T>(
  read: (signal: AbortSignal) => Promise<T>,
  mayAsk: boolean,
): { readonly reading: Reading<T>; readonly again: () => void } => {
  const { clock } = useStores();
  const [reading, setReading] = useState<Reading<T>>({ value: null, failure: null });
  const askNow = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!mayAsk) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const value = await read(asking.signal);
        if (!asking.signal.aborted) setReading({ value, failure: null });
      } catch (thrown) {
        if (!asking.signal.aborted)
          setReading((before) => ({ ...before, failure: describeFailure(thrown).message }));
      }
    };
    askNow.current = () => void ask();
    void ask();
    const timer = clock.setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      askNow.current = () => undefined;
      asking.abort();
      timer[Symbol.dispose]();
    };
  }, [clock, read, mayAsk]);
  return { reading, again: useCallback(() => askNow.current(), []) };
};

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
  const channel = useReading(readChannel, running);
  const redemptions = useReading(readRedemptions, running);
  return {
    channel: channel.reading,
    redemptions: redemptions.reading,
    reload: () => {
      channel.again();
      redemptions.again();
    },
  };
};
