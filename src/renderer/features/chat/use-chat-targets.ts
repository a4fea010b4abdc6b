import { useCallback } from 'react';
import type { CuelightClient } from '../../client/cuelight-client.ts';
import { useClient } from '../../stores/stores-context.tsx';
import { useAsked, type Asked } from '../../stores/use-asked.ts';

const ASK_EVERY_MS = 2_000;

export type ChatTarget = Awaited<ReturnType<CuelightClient['chat']['targets']>>['targets'][number];

/** Where a message can be sent now, and why not; asked again every two seconds, also to hear that nobody answers. */
export const useChatTargets = (): Asked<readonly ChatTarget[]> => {
  const client = useClient();
  const read = useCallback(
    async (signal: AbortSignal) => (await client.chat.targets(undefined, { signal })).targets,
    [client],
  );
  return useAsked(read, ASK_EVERY_MS, true).asked;
};
