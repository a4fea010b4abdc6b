import { useCallback, useEffect, useState } from 'react';
import type { TwitchSignIn } from '#shared/contract/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { useClient, useConnection, useStores } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 1_000;

export type SignInState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'ready'; readonly signIn: TwitchSignIn };

export type SignInDeed = 'begin' | 'cancel' | 'signOut';

export interface TwitchSignInControl {
  readonly state: SignInState;
  /** What is being asked for now. */
  readonly busy: SignInDeed | null;
  /** Why the last thing that was asked for did not happen. */
  readonly refusal: string | null;
  readonly run: (deed: SignInDeed) => Promise<void>;
}

/** Who is signed in to Twitch, asked every second while it is looked at, and the ways to change that. */
export const useTwitchSignIn = (): TwitchSignInControl => {
  const client = useClient();
  const { clock } = useStores();
  const connected = useConnection().phase === 'connected';
  const [state, setState] = useState<SignInState>({ status: 'loading' });
  const [busy, setBusy] = useState<SignInDeed | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  useEffect(() => {
    if (!connected) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const signIn = await client.twitch.signIn.status(undefined, { signal: asking.signal });
        if (!asking.signal.aborted) setState({ status: 'ready', signIn });
      } catch (thrown) {
        if (!asking.signal.aborted) setState({ status: 'failed', message: describeFailure(thrown).message });
      }
    };
    void ask();
    const timer = clock.setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      asking.abort();
      timer[Symbol.dispose]();
    };
  }, [client, clock, connected]);

  const run = useCallback(
    async (deed: SignInDeed) => {
      setBusy(deed);
      setRefusal(null);
      try {
        const signIn =
          deed === 'signOut' ? await client.twitch.signOut() : await client.twitch.signIn[deed]();
        setState({ status: 'ready', signIn });
      } catch (thrown) {
        setRefusal(describeFailure(thrown).message);
      } finally {
        setBusy(null);
      }
    },
    [client],
  );
  return { state, busy, refusal, run };
};
