import { useCallback, useState } from 'react';
import type { TwitchSignIn } from '#shared/contract/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { useClient, useConnection } from '../../stores/stores-context.tsx';
import { useAsked, type Asked } from '../../stores/use-asked.ts';

const ASK_EVERY_MS = 1_000;

export type SignInDeed = 'begin' | 'cancel' | 'signOut';

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
        const signIn =
          deed === 'signOut' ? await client.twitch.signOut() : await client.twitch.signIn[deed]();
        tell(() => signIn);
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
