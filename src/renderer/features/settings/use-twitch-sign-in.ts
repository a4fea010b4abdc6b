import { useCallback, useState } from 'react';
import { twitchBeginSignIn, twitchCancelSignIn, twitchSignOut } from '#shared/catalogue/operations/twitch.ts';
import type { TwitchSignIn } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { runOperation } from '../../client/run-operation.ts';
import { useClient, useConnection } from '../../stores/stores-context.tsx';
import { useAsked, type Asked } from '../../stores/use-asked.ts';

const ASK_EVERY_MS = 1_000;

const deeds = { begin: twitchBeginSignIn, cancel: twitchCancelSignIn, signOut: twitchSignOut } as const;

export type SignInDeed = keyof typeof deeds;

export interface TwitchSignInControl {
  readonly state: Asked<TwitchSignIn>;
  /** What is being asked for now. */
  readonly busy: SignInDeed | null;
  /** Why the last thing that was asked for did not happen. */
  readonly refusal: string | null;
  readonly run: (deed: SignInDeed) => Promise<void>;
}

/** Who is signed in to Twitch, asked every second while it is looked at, and the ways to change that. */
export const useTwitchSignIn = (): TwitchSignInControl => {
  const client = useClient();
  const connected = useConnection().phase === 'connected';
  const read = useCallback(
    (signal: AbortSignal) => client.twitch.signIn.status(undefined, { signal }),
    [client],
  );
  const { asked: state, tell } = useAsked(read, ASK_EVERY_MS, connected);
  const [busy, setBusy] = useState<SignInDeed | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const run = useCallback(
    async (deed: SignInDeed) => {
      setBusy(deed);
      setRefusal(null);
      try {
        const { result } = await runOperation(client, deeds[deed], {});
        tell(() => result);
      } catch (thrown) {
        setRefusal(describeFailure(thrown).message);
      } finally {
        setBusy(null);
      }
    },
    [client, tell],
  );
  return { state, busy, refusal, run };
};
