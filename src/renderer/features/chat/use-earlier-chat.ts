import { useMemo, useState } from 'react';
import type { ChatMessage } from '#shared/model/index.ts';
import type { Ring } from '../../model/ring.ts';
import { chatKey } from '../../stores/streams/chat.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { useGeneration, useHostPages } from '../../queries/use-host-pages.ts';
import { useQueries } from '../../queries/use-host-query.ts';
import { eachOnce } from './message-order.ts';

const PAGE = 200;

export interface EarlierChat {
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  readonly phase: 'idle' | 'reading' | 'end';
  /** Message of the last read that failed; null after one that succeeded. */
  readonly failure: string | null;
  /** Grows whenever messages are dropped. A list uses it as its key and starts over. */
  readonly generation: number;
  readonly read: () => void;
}

/** The first live message that the earlier ones join. Changes when messages between them were dropped. */
const useAnchor = (first: string | null, forgotten: number): string | null => {
  const [anchor, setAnchor] = useState(first);
  const joins = anchor === first || (anchor === null && forgotten === 0);
  if (!joins) setAnchor(first);
  return joins ? anchor : first;
};

/**
 * Loads chat from before the messages of this window, page by page, including that of earlier runs. Loads it
 * again each time the page opens, because a restore may have added messages.
 */
export const useEarlierChat = ({ items, forgotten }: Ring<ChatMessage>): EarlierChat => {
  const { client, clock } = useStores();
  const { api } = useQueries();
  const first = items[0];
  const anchor = useAnchor(first ? chatKey(first) : null, forgotten);
  const { pages, phase, failure, readMore } = useHostPages<readonly ChatMessage[], number | null>(
    {
      queryKey: [...api.chat.search.key({ type: 'infinite' }), 'earlier', anchor],
      queryFn: async ({ pageParam, signal }) => {
        const before = pageParam ?? (first?.at ?? clock.now()) + 1;
        return (await client.chat.search({ before, limit: PAGE }, { signal })).messages;
      },
      initialPageParam: null,
      getNextPageParam: (last, _all, before) => {
        const oldest = last.at(-1);
        // A page that points back at itself is the last one.
        return oldest && oldest.at + 1 !== before ? oldest.at + 1 : null;
      },
    },
    { neverCached: true },
  );
  const earlier = useMemo(() => eachOnce(pages.flat()), [pages]);
  const messages = useMemo(() => {
    // The live chat changes all the time: nothing is compared until something was read.
    if (earlier.length === 0) return earlier;
    // Messages with the same time may be in both.
    const shown = new Set(items.map(chatKey));
    return earlier.filter((message) => !shown.has(chatKey(message)));
  }, [earlier, items]);
  const generation = useGeneration(anchor ?? '', earlier.length);
  const phases = { idle: 'idle', failed: 'idle', loading: 'reading', end: 'end' } as const;
  return { messages, phase: phases[phase], failure, generation, read: readMore };
};
