import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ChatMessage } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import type { Ring } from '../../model/ring.ts';
import { chatKey } from '../../stores/streams/chat.ts';
import { useClient, useStores } from '../../stores/stores-context.tsx';

const PAGE = 200;

interface Earlier {
  /** Which message these belong in front of; null for none. */
  readonly before: string | null;
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  readonly phase: 'idle' | 'reading' | 'end';
  /** Why the last reading failed, in a sentence. */
  readonly failure: string | null;
  /** Counts up whenever they were let go, so that a list can begin anew. */
  readonly generation: number;
}

export interface EarlierChat extends Omit<Earlier, 'before'> {
  readonly read: () => void;
}

const nothing = (before: string | null, generation: number): Earlier => ({
  before,
  messages: [],
  phase: 'idle',
  failure: null,
  generation,
});

/** What was read stands for as long as it joins on to what follows it; else it is let go. */
const standing = (stored: Earlier, before: string | null, forgotten: number): Earlier =>
  stored.before === before || (stored.before === null && forgotten === 0)
    ? stored
    : nothing(before, stored.generation + (stored.messages.length > 0 ? 1 : 0));

/** What is kept of the chat from before the messages of this window, page by page, of earlier runs of the program too. */
export const useEarlierChat = ({ items, forgotten }: Ring<ChatMessage>): EarlierChat => {
  const client = useClient();
  const { clock } = useStores();
  const first = items[0];
  const before = first ? chatKey(first) : null;
  const [stored, setStored] = useState<Earlier>(() => nothing(before, 0));
  const earlier = useMemo(() => standing(stored, before, forgotten), [stored, before, forgotten]);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);

  const read = useCallback(() => {
    if (earlier.phase !== 'idle') return;
    reading.current?.abort();
    const { signal } = (reading.current = new AbortController());
    const settle = (change: Partial<Earlier>): void => {
      if (!signal.aborted) setStored({ ...earlier, failure: null, ...change });
    };
    const oldest = earlier.messages[0] ?? first;
    const ask = async (): Promise<void> => {
      try {
        // Several may be of one instant: those that are shown already are left out.
        const known = new Set([...earlier.messages, ...items].map(chatKey));
        const page = await client.chat.search(
          { before: (oldest?.at ?? clock.now()) + 1, limit: PAGE },
          { signal },
        );
        const found = page.messages.filter((message) => !known.has(chatKey(message))).toReversed();
        settle({ messages: [...found, ...earlier.messages], phase: found.length === 0 ? 'end' : 'idle' });
      } catch (thrown) {
        settle({ phase: 'idle', failure: describeFailure(thrown).message });
      }
    };
    settle({ phase: 'reading' });
    void ask();
  }, [client, clock, earlier, first, items]);

  const { messages, phase, failure, generation } = earlier;
  return { messages, phase, failure, generation, read };
};
