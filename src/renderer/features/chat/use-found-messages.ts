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
  /** Share of the saved chat that was searched, 0 to 1. */
  readonly indexed: number;
  /** Time before which the next page begins, epoch milliseconds; null when there is nothing older. */
  readonly before: number | null;
}

type ChatPage = Pick<FoundPage, 'indexed'> & { readonly messages: readonly ChatMessage[] };

/**
 * Merges two searches, newest first each, into one page. A full answer reaches back only to its oldest
 * message, so the page ends at the newer of these two ends. Older messages come with the next page.
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

/** The results of one search. */
export interface Found extends Pick<HostPages<unknown>, 'phase' | 'failure' | 'readMore'> {
  /** The text that was searched for. */
  readonly query: string;
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** Share of the saved chat that was searched, 0 to 1: below 1 while older messages are being indexed. */
  readonly indexed: number;
}

/**
 * Finds saved messages by their words and by the start of their author's name, page by page. Null while the
 * search field is empty.
 */
export const useFoundMessages = (typed: string): Found | null => {
  const client = useClient();
  const { api } = useQueries();
  const [query] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { pages, ...reading } = useHostPages<FoundPage, number | null>(
    {
      queryKey: [...api.chat.search.key({ type: 'infinite' }), 'found', query],
      queryFn: async ({ pageParam, signal }) => {
        const place = { limit: PAGE, ...(pageParam !== null && { before: pageParam }) };
        const find = (input: { readonly text: string } | { readonly name: string }) =>
          client.chat.search({ ...input, ...place }, { signal });
        return joinPage(await Promise.all([find({ text: query }), find({ name: query })]));
      },
      initialPageParam: null,
      // A page whose messages all have the same time points back at itself: the search ends there.
      getNextPageParam: ({ before }, _all, began) => (before === began ? null : before),
    },
    { atOnce: query !== '', neverCached: true },
  );
  // A message can be found by both searches.
  const messages = useMemo(() => eachOnce(pages.flatMap((page) => page.messages)), [pages]);
  if (query === '') return null;
  return { ...reading, query, messages, indexed: Math.min(1, ...pages.map(({ indexed }) => indexed)) };
};
