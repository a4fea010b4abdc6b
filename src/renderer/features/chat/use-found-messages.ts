import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { ChatMessage } from '#shared/model/index.ts';
import { useClient } from '../../stores/stores-context.tsx';
import { type HostPages, useHostPages } from '../../queries/use-host-pages.ts';
import { useQueries } from '../../queries/use-host-query.ts';
import { eachOnce } from './message-order.ts';

const TYPING_MS = 250;
/** Messages of each kind that one page asks for. */
const PAGE = 200;

interface FoundPage {
  /** Newest first. */
  readonly messages: readonly ChatMessage[];
  /** The share of the kept chat that was searched. */
  readonly indexed: number;
  /** The instant before which the next page begins; null when there is nothing older. */
  readonly before: number | null;
}

type ChatPage = Pick<FoundPage, 'indexed'> & { readonly messages: readonly ChatMessage[] };

/**
 * Joins two searches, newest first each, into one page. A full answer reaches back only to its oldest message, so the page
 * ends at the newest such end, and what is older comes with the next one.
 */
const joinPage = (answers: readonly ChatPage[]): FoundPage => {
  const ends = answers.flatMap(({ messages }) => (messages.length < PAGE ? [] : (messages.at(-1)?.at ?? [])));
  const end = ends.length === 0 ? null : Math.max(...ends);
  const messages = answers
    .flatMap((answer) => answer.messages)
    .filter(({ at }) => end === null || at >= end)
    .sort((one, other) => other.at - one.at);
  const indexed = Math.min(...answers.map((answer) => answer.indexed));
  return { messages, indexed, before: end === null ? null : end + 1 };
};

/** The messages that one search found. */
export interface Found extends Pick<HostPages<unknown>, 'phase' | 'failure' | 'readMore'> {
  /** The words that were searched for. */
  readonly wanted: string;
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** The share of what is kept that was searched: below 1 while older messages are being indexed. */
  readonly indexed: number;
}

/** Finds kept messages with these words, and of viewers whose names begin so, page by page. Null until something is wanted. */
export const useFoundMessages = (typed: string): Found | null => {
  const client = useClient();
  const { api } = useQueries();
  const [wanted] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { pages, ...reading } = useHostPages<FoundPage, number | null>(
    {
      queryKey: [...api.chat.search.key({ type: 'infinite' }), 'found', wanted],
      queryFn: async ({ pageParam, signal }) => {
        const place = { limit: PAGE, ...(pageParam !== null && { before: pageParam }) };
        const find = (input: { readonly text: string } | { readonly name: string }) =>
          client.chat.search({ ...input, ...place }, { signal });
        return joinPage(await Promise.all([find({ text: wanted }), find({ name: wanted })]));
      },
      initialPageParam: null,
      // A page that is all of one instant leads back to itself: there is no way past it.
      getNextPageParam: ({ before }, _all, began) => (before === began ? null : before),
    },
    { atOnce: wanted !== '', neverCached: true },
  );
  // Both searches find some messages.
  const messages = useMemo(() => eachOnce(pages.flatMap((page) => page.messages)), [pages]);
  if (wanted === '') return null;
  return { ...reading, wanted, messages, indexed: Math.min(1, ...pages.map(({ indexed }) => indexed)) };
};
