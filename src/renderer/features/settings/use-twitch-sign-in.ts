import { useCallback, useState } from 'react';
import { describeFailure } from '../../client/failure.ts';
import { type HostAnswer, useHostQuery, useQueries } from '../../queries/use-host-query.ts';
import { useClient } from '../../stores/stores-context.tsx';
import { twitchBeginSignIn, twitchCancelSignIn, twitchSignOut } from '#shared/catalogue/operations/twitch.ts';
import type { TwitchSignIn } from '#shared/model/index.ts';
import { runOperation } from '../../client/run-operation.ts';

const ASK_EVERY_MS = 1_000;

const deeds = { begin: twitchBeginSignIn, cancel: twitchCancelSignIn, signOut: twitchSignOut } as const;

export type SignInDeed = keyof typeof deeds;

export interface TwitchSignInControl {
  readonly state: HostAnswer<TwitchSignIn>;
  /** What is being asked for now. */
  readonly busy: SignInDeed | null;
  /** Why the last thing that was asked for did not happen. */
  readonly refusal: string | null;
  readonly run: (deed: SignInDeed) => Promise<void>;
}

/** Who is signed in to Twitch, asked every second while it is looked at, and the ways to change that. */
export const useTwitchSignIn = (): TwitchSignInControl => {
  const client = useClient();
  const { api, refresh } = useQueries();
  const { answer: state } = useHostQuery(api.twitch.signIn.status.queryOptions(), {
    onFailure: 'hide',
    everyMs: ASK_EVERY_MS,
  });
  const [busy, setBusy] = useState<SignInDeed | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const run = useCallback(
    async (deed: SignInDeed) => {
      setBusy(deed);
      setRefusal(null);
      try {
        await runOperation(client, deeds[deed], {});
        await refresh(api.twitch.key());
      } catch (thrown) {
        setRefusal(describeFailure(thrown).message);
      } finally {
        setBusy(null);
      }
    },
    [client, api, refresh],
  );
  return { state, busy, refusal, run };
};
