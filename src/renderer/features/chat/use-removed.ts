import { useMemo } from 'react';
import type { ChatMessage, EventRecord } from '#shared/model/index.ts';
import { formatSpan } from '../../data/format.ts';
import { useEvents } from '../../stores/stores-context.tsx';

interface Removals {
  readonly deleted: ReadonlySet<string>;
  /** The last time that a viewer was silenced, and how, by user id. */
  readonly silenced: ReadonlyMap<string, { readonly at: number; readonly words: string }>;
  /** When the chat was last cleared; 0 when it was not. */
  readonly clearedAt: number;
}

const silencedWords = (seconds: unknown): string =>
  typeof seconds === 'number' ? `removed, timed out for ${formatSpan(seconds * 1_000)}` : 'removed, banned';

/** What moderators took out of the chat, as Twitch tells it. */
export const removalsOf = (events: readonly EventRecord[]): Removals => {
  const deleted = new Set<string>();
  const silenced = new Map<string, { at: number; words: string }>();
  let clearedAt = 0;
  for (const { source, topic, data, at } of events) {
    if (source !== 'twitch-chat') continue;
    if (topic === 'twitch.message-deleted' && typeof data['messageId'] === 'string')
      deleted.add(data['messageId']);
    else if (topic === 'twitch.cleared') clearedAt = at;
    else if (topic === 'twitch.user-banned' || topic === 'twitch.user-timed-out') {
      const { userId, seconds } = data;
      if (typeof userId === 'string') silenced.set(userId, { at, words: silencedWords(seconds) });
    }
  }
  return { deleted, silenced, clearedAt };
};

/** Why a message is not to be seen in chat any more, in words; null while it is. */
export const removedWords = (
  { platform, id, userId, at }: Pick<ChatMessage, 'platform' | 'id' | 'userId' | 'at'>,
  { deleted, silenced, clearedAt }: Removals,
): string | null => {
  if (platform !== 'twitch') return null;
  if (deleted.has(id)) return 'deleted';
  const silence = silenced.get(userId);
  if (silence && at <= silence.at) return silence.words;
  return at <= clearedAt ? 'removed, the chat was cleared' : null;
};

/** Tells of any message whether moderators took it out. */
export const useRemoved = (): ((message: ChatMessage) => string | null) => {
  const ring = useEvents((state) => state.ring);
  const removals = useMemo(() => removalsOf(ring.items), [ring]);
  return (message) => removedWords(message, removals);
};
