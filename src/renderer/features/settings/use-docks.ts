import { useEffect, useState } from 'react';
import type { Dock } from '#shared/contract/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { useClient, useConnection, useStores } from '../../stores/stores-context.tsx';

/** How often the list is asked for while it is seen: it tells who looks now, milliseconds. */
const refreshMs = 5_000;

export type DocksState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'ready'; readonly docks: readonly Dock[] };

export interface DocksControl {
  readonly state: DocksState;
  /** The address that was just made: it is told this once. */
  readonly made: { readonly dock: Dock; readonly address: string } | null;
  /** Why the last wish was refused, in a sentence. */
  readonly refusal: string | null;
  readonly create: (name: string) => Promise<boolean>;
  readonly revoke: (id: string) => Promise<void>;
  readonly forgetMade: () => void;
}

/** The docks as the host tells them, and what can be done with them. */
export const useDocks = (): DocksControl => {
  const client = useClient();
  const { clock } = useStores();
  const connected = useConnection().phase === 'connected';
  const [state, setState] = useState<DocksState>({ status: 'loading' });
  const [made, setMade] = useState<DocksControl['made']>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  useEffect(() => {
    if (!connected) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const { docks } = await client.docks.list(undefined, { signal: asking.signal });
        if (!asking.signal.aborted) setState({ status: 'ready', docks });
      } catch (thrown) {
        if (!asking.signal.aborted) setState({ status: 'failed', message: describeFailure(thrown).message });
      }
    };
    void ask();
    const timer = clock.setInterval(() => void ask(), refreshMs);
    return () => {
      asking.abort();
      timer[Symbol.dispose]();
    };
  }, [client, clock, connected]);

  /** What the host just told, until the list is asked for again. */
  const change = (next: (docks: readonly Dock[]) => readonly Dock[]): void =>
    setState((now) => (now.status === 'ready' ? { ...now, docks: next(now.docks) } : now));

  const attempt = async (wish: () => Promise<void>): Promise<boolean> => {
    setRefusal(null);
    try {
      await wish();
      return true;
    } catch (thrown) {
      setRefusal(describeFailure(thrown).message);
      return false;
    }
  };
  return {
    state,
    made,
    refusal,
    create: (name) =>
      attempt(async () => {
        const answer = await client.docks.create({ name });
        setMade(answer);
        change((docks) => [...docks, answer.dock]);
      }),
    revoke: async (id) => {
      await attempt(async () => {
        await client.docks.revoke({ id });
        setMade((shown) => (shown?.dock.id === id ? null : shown));
        change((docks) => docks.filter((dock) => dock.id !== id));
      });
    },
    forgetMade: () => setMade(null),
  };
};
