import type { CuelightClient } from '../../client/cuelight-client.ts';
import { useHostQuery, useQueries, type HostAnswer } from '../../queries/use-host-query.ts';
import { useConnection } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 2_000;

export type ChatTarget = Awaited<ReturnType<CuelightClient['chat']['targets']>>['targets'][number];

const NO_CONNECTION = {
  status: 'failed',
  message: 'There is no connection to Cuelight, so nothing can be sent at the moment.',
} as const;

/** The places where a message can be sent now, each with its obstacle, read again every two seconds. */
export const useChatTargets = (): HostAnswer<{ readonly targets: readonly ChatTarget[] }> => {
  const { api } = useQueries();
  const { phase } = useConnection();
  const { answer } = useHostQuery(api.chat.targets.queryOptions(), {
    onFailure: 'hide',
    everyMs: ASK_EVERY_MS,
  });
  // Nothing can be sent without a connection, whatever was known before it was lost.
  return phase === 'lost' || phase === 'needs-link' ? NO_CONNECTION : answer;
};
