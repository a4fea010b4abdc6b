import { useDebouncedValue } from '@mantine/hooks';
import { useCallback } from 'react';
import type { ChatMessage } from '#shared/model/index.ts';
import { chatKey } from '../../stores/streams/chat.ts';
import { useClient } from '../../stores/stores-context.tsx';
import { useAnswer, type Answer } from '../../stores/use-answer.ts';

const TYPING_MS = 250;
/** How many of each kind one search shows. */
export const MOST_FOUND = 200;

/** What one search found, oldest first. */
export interface Found {
  /** What was looked for. */
  readonly wanted: string;
  readonly messages: readonly ChatMessage[];
  /** Whether there are older ones that are not shown. */
  readonly more: boolean;
  /** The share of what is kept that was searched: below 1 while older messages are being indexed. */
  readonly indexed: number;
}

/** All that is kept of these words, and of viewers whose names begin so. */
export const useFoundMessages = (typed: string): Answer<Found> => {
  const client = useClient();
  const [wanted] = useDebouncedValue(typed.trim(), TYPING_MS);
  const read = useCallback(
    async (signal: AbortSignal): Promise<Found> => {
      if (wanted === '') return { wanted, messages: [], more: false, indexed: 1 };
      const find = (input: { readonly text: string } | { readonly name: string }) =>
        client.chat.search({ ...input, limit: MOST_FOUND }, { signal });
      const answers = await Promise.all([find({ text: wanted }), find({ name: wanted })]);
      const lists = answers.map(({ messages }) => messages);
      const indexed = Math.min(...answers.map((answer) => answer.indexed));
      const messages = [...new Map(lists.flat().map((message) => [chatKey(message), message])).values()];
      messages.sort((one, other) => one.at - other.at);
      const more = lists.some(({ length }) => length === MOST_FOUND);
      return { wanted, messages: messages.slice(-MOST_FOUND), more, indexed };
    },
    [client, wanted],
  );
  const { answer } = useAnswer(read);
  return answer;
};
