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
  /** The sentence of the last reading when it failed. */
  readonly failure: string | null;
  /** Counts up whenever messages were let go, so that a list can begin anew. */
  readonly generation: number;
  readonly read: () => void;
}

/** The message that earlier ones belong in front of: they stay as long as they join on to what follows them. */
const useAnchor = (first: string | null, forgotten: number): string | null => {
  const [anchor, setAnchor] = useState(first);
  const joins = anchor === first || (anchor === null && forgotten === 0);
  if (!joins) setAnchor(first);
  return joins ? anchor : first;
};

/**
 * Reads the chat from before the messages of this window, page by page, of earlier runs of the program too, anew each time that the
 * page is opened: a restore adds to what was before.
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
        // Nothing is earlier than a page that leads back to itself.
        return oldest && oldest.at + 1 !== before ? oldest.at + 1 : null;
      },
    },
    { neverCached: true },
  );
  const earlier = useMemo(() => eachOnce(pages.flat()), [pages]);
  const messages = useMemo(() => {
    // The live chat grows all the time: it is compared only with what was read.
    if (earlier.length === 0) return earlier;
    // Several may be of one instant: each is shown once.
    const shown = new Set(items.map(chatKey));
    return earlier.filter((message) => !shown.has(chatKey(message)));
  }, [earlier, items]);
  const generation = useGeneration(anchor ?? '', earlier.length);
  const phases = { idle: 'idle', failed: 'idle', loading: 'reading', end: 'end' } as const;
  return { messages, phase: phases[phase], failure, generation, read: readMore };
};
