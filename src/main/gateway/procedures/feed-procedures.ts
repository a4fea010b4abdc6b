import type { ChatMessage } from '#shared/model/index.ts';
import { unwrap } from '../contract-errors.ts';
import { createGetEvent } from './history-procedures.ts';
import { resumeOf, type Toolkit } from './toolkit.ts';

/** Procedures for events, chat and metrics. */
export const createEventProcedures = (toolkit: Toolkit) => {
  const { os, ports, streams, subscribe } = toolkit;
  return {
    get: createGetEvent(toolkit),
    query: os.events.query.handler(async ({ input: { limit, ...filter }, signal }) => {
      const page = unwrap(await ports.journal.queryEvents(filter, limit, signal));
      return { ...page, events: [...page.events], indexed: ports.journal.stats().indexed };
    }),
    watch: os.events.watch.handler(({ input, lastEventId, signal }) =>
      subscribe(streams.events.read(resumeOf(input.resume, lastEventId)), { signal }),
    ),
  };
};

/**
 * Merges the newest messages of the journal (newest first) and of memory (oldest first) into one list, oldest
 * first. The version in memory wins.
 */
const joinChat = (
  kept: readonly ChatMessage[],
  held: readonly ChatMessage[],
  limit: number,
): readonly ChatMessage[] => {
  const keyOf = ({ platform, id }: ChatMessage): string => `${platform} ${id}`;
  const known = new Set(held.map(keyOf));
  return [...kept.filter((message) => !known.has(keyOf(message))).toReversed(), ...held].slice(-limit);
};

export const createChatProcedures = ({ os, ports, streams, subscribe }: Toolkit) => ({
  recent: os.chat.recent.handler(async ({ input: { limit }, signal }) => {
    const held = ports.chat.recent(limit);
    // Messages from before this start are only in the journal. Without the journal, the messages in memory
    // are still correct.
    const kept = held.length < limit ? await ports.journal.queryChat({}, limit, signal) : null;
    return { messages: [...joinChat(kept?.ok ? kept.value : [], ports.chat.recent(limit), limit)] };
  }),
  search: os.chat.search.handler(async ({ input: { limit, text, user, name, platform, before }, signal }) => {
    const filter = {
      ...(text ? { text } : {}),
      ...(user ? { user } : {}),
      ...(name ? { name } : {}),
      ...(platform ? { platform } : {}),
      ...(before === undefined ? {} : { before }),
    };
    const messages = unwrap(await ports.journal.queryChat(filter, limit, signal));
    return { messages: [...messages], indexed: ports.journal.stats().indexed };
  }),
  targets: os.chat.targets.handler(() => ({ targets: [...ports.chat.targets()] })),
  watch: os.chat.watch.handler(({ input, lastEventId, signal }) =>
    subscribe(streams.chat.read(resumeOf(input.resume, lastEventId)), { signal }),
  ),
});

export const createMetricProcedures = ({ os, ports, streams, subscribe }: Toolkit) => ({
  recent: os.metrics.recent.handler(() => ({ series: [...ports.metrics.recent()] })),
  watch: os.metrics.watch.handler(({ input, lastEventId, signal }) =>
    subscribe(streams.metrics.read(resumeOf(input.resume, lastEventId)), { signal }),
  ),
});
