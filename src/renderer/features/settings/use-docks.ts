import { dockCreate, dockRevoke } from '#shared/catalogue/operations/docks.ts';
import { runOperation } from '../../client/run-operation.ts';
import { useState } from 'react';
import type { Dock } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { useClient } from '../../stores/stores-context.tsx';
import { type HostAnswer, useHostQuery, useQueries } from '../../queries/use-host-query.ts';

/** Milliseconds between reads of the list, which shows who has a dock open. */
const refreshMs = 5_000;

export interface DocksControl {
  readonly state: HostAnswer<{ readonly docks: readonly Dock[] }>;
  /** The link that was just created. The host returns it only once. */
  readonly made: { readonly dock: Dock; readonly address: string } | null;
  /** Reason why the last request was refused; null otherwise. */
  readonly refusal: string | null;
  readonly create: (name: string) => Promise<boolean>;
  readonly revoke: (id: string) => Promise<void>;
  readonly forgetMade: () => void;
}

/** Lists, creates and revokes dock links. */
export const useDocks = (): DocksControl => {
  const client = useClient();
  const { api, refresh } = useQueries();
  const { answer: state } = useHostQuery(api.docks.list.queryOptions(), {
    onFailure: 'hide',
    everyMs: refreshMs,
  });
  const [made, setMade] = useState<DocksControl['made']>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const attempt = async (request: () => Promise<void>): Promise<boolean> => {
    setRefusal(null);
    try {
      await request();
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
        await refresh(api.docks.key());
      }),
    revoke: async (id) => {
      await attempt(async () => {
        await runOperation(client, dockRevoke, { id });
        setMade((shown) => (shown?.dock.id === id ? null : shown));
        await refresh(api.docks.key());
      });
    },
    forgetMade: () => setMade(null),
  };
};
