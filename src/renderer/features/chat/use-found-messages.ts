import { useDebouncedValue } from '@mantine/hooks';
import { useCallback } from 'react';
import type { ChatMessage } from '#shared/model/index.ts';
import { chatKey } from '../../stores/chat-store.ts';
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
}

/** A name can be written as it is spoken to, and as it is shown; the platforms hold logins in small letters. */
const asName = (wanted: string): string => wanted.replace(/^@/, '').toLowerCase();

/** All that is kept of these words, and of whoever is called so. */
export const useFoundMessages = (typed: string): Answer<Found> => {
  const client = useClient();
  const [wanted] = useDebouncedValue(typed.trim(), TYPING_MS);
  const read = useCallback(
    async (signal: AbortSignal): Promise<Found> => {
      if (wanted === '') return { wanted, messages: [], more: false };
      const find = async (input: { readonly text: string } | { readonly user: string }) =>
        (await client.chat.search({ ...input, limit: MOST_FOUND }, { signal })).messages;
      const lists = await Promise.all([
        find({ text: wanted }),
        /^@?[^\s@]+$/.test(wanted) ? find({ user: asName(wanted) }) : [],
      ]);
      const messages = [...new Map(lists.flat().map((message) => [chatKey(message), message])).values()];
      messages.sort((one, other) => one.at - other.at);
      const more = lists.some(({ length }) => length === MOST_FOUND);
      return { wanted, messages: messages.slice(-MOST_FOUND), more };
    },
    [client, wanted],
  );
  const { answer } = useAnswer(read);
  return answer;
};
