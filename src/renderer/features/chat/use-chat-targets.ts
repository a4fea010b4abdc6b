import { useEffect, useState } from 'react';
import type { CuelightClient } from '../../client/cuelight-client.ts';
import { describeFailure } from '../../client/failure.ts';
import { useClient, useStores } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 2_000;

export type ChatTarget = Awaited<ReturnType<CuelightClient['chat']['targets']>>['targets'][number];

export type ChatTargets =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'ready'; readonly targets: readonly ChatTarget[] };

/** Where a message can be sent now, and why not; asked again every two seconds. */
export const useChatTargets = (): ChatTargets => {
  const client = useClient();
  const { clock } = useStores();
  const [state, setState] = useState<ChatTargets>({ status: 'loading' });
  useEffect(() => {
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const { targets } = await client.chat.targets(undefined, { signal: asking.signal });
        if (!asking.signal.aborted) setState({ status: 'ready', targets });
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
  }, [client, clock]);
  return state;
};
