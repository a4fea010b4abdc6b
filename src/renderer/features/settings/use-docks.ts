import { dockCreate, dockRevoke } from '#shared/catalogue/operations/docks.ts';
import { runOperation } from '../../client/run-operation.ts';
import { useCallback, useState } from 'react';
import type { Dock } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { useClient, useConnection } from '../../stores/stores-context.tsx';
import { useAsked, type Asked } from '../../stores/use-asked.ts';

/** How often the list is asked for while it is seen: it tells who looks now, milliseconds. */
const refreshMs = 5_000;

export interface DocksControl {
  readonly state: Asked<readonly Dock[]>;
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
  const connected = useConnection().phase === 'connected';
  const read = useCallback(
    async (signal: AbortSignal) => (await client.docks.list(undefined, { signal })).docks,
    [client],
  );
  const { asked: state, tell } = useAsked<readonly Dock[]>(read, refreshMs, connected);
  const [made, setMade] = useState<DocksControl['made']>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  /** What the host just told, until the list is asked for again. */
  const change = (next: (docks: readonly Dock[]) => readonly Dock[]): void =>
    tell((known) => known && next(known));

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
        const answer = (await runOperation(client, dockCreate, { name })).result;
        setMade(answer);
        change((docks) => [...docks, answer.dock]);
      }),
    revoke: async (id) => {
      await attempt(async () => {
        await runOperation(client, dockRevoke, { id });
        setMade((shown) => (shown?.dock.id === id ? null : shown));
        change((docks) => docks.filter((dock) => dock.id !== id));
      });
    },
    forgetMade: () => setMade(null),
  };
};
