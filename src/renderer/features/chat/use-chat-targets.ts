import type { CuelightClient } from '../../client/cuelight-client.ts';
import { useHostQuery, useQueries, type HostAnswer } from '../../queries/use-host-query.ts';
import { useConnection } from '../../stores/stores-context.tsx';

const ASK_EVERY_MS = 2_000;

export type ChatTarget = Awaited<ReturnType<CuelightClient['chat']['targets']>>['targets'][number];

const NO_CONNECTION = {
  status: 'failed',
  message: "Not connected to Cuelight. Messages can't be sent.",
} as const;

/**
 * Returns the channels that a message can be sent to, each with what prevents it. Refreshed every two
 * seconds.
 */
export const useChatTargets = (): HostAnswer<{ readonly targets: readonly ChatTarget[] }> => {
  const { api } = useQueries();
  const { phase } = useConnection();
  const { answer } = useHostQuery(api.chat.targets.queryOptions(), {
    onFailure: 'hide',
    everyMs: ASK_EVERY_MS,
  });
  // Without a connection the last answer is out of date: nothing can be sent.
  return phase === 'lost' || phase === 'needs-link' ? NO_CONNECTION : answer;
};
