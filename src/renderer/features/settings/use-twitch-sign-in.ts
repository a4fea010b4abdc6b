import { useCallback, useState } from 'react';
import { describeFailure } from '../../client/failure.ts';
import { type HostAnswer, useHostQuery, useQueries } from '../../queries/use-host-query.ts';
import { useClient } from '../../stores/stores-context.tsx';
import { twitchBeginSignIn, twitchCancelSignIn, twitchSignOut } from '#shared/catalogue/operations/twitch.ts';
import type { TwitchSignIn } from '#shared/model/index.ts';
import { runOperation } from '../../client/run-operation.ts';

const ASK_EVERY_MS = 1_000;

const operations = { begin: twitchBeginSignIn, cancel: twitchCancelSignIn, signOut: twitchSignOut } as const;

export type SignInAction = keyof typeof operations;

export interface TwitchSignInControl {
  readonly state: HostAnswer<TwitchSignIn>;
  /** The request in progress; null when there is none. */
  readonly busy: SignInAction | null;
  /** Reason why the last request was refused; null otherwise. */
  readonly refusal: string | null;
  readonly run: (action: SignInAction) => Promise<void>;
}

/** Returns the Twitch sign-in, read every second while it is shown, and a function that starts or ends it. */
export const useTwitchSignIn = (): TwitchSignInControl => {
  const client = useClient();
  const { api, refresh } = useQueries();
  const { answer: state } = useHostQuery(api.twitch.signIn.status.queryOptions(), {
    onFailure: 'hide',
    everyMs: ASK_EVERY_MS,
  });
  const [busy, setBusy] = useState<SignInAction | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const run = useCallback(
    async (action: SignInAction) => {
      setBusy(action);
      setRefusal(null);
      try {
        await runOperation(client, operations[action], {});
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
