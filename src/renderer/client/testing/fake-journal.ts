import { keepOf } from '#shared/catalogue/topics/index.ts';
import { eventLevels, topicMatches, type EventFilter, type EventRecord } from '#shared/model/index.ts';

/** Answers a query like the journal, from events in memory: newest first, page by page. */
export const queryFakeJournal = (
  recorded: readonly EventRecord[],
  { before, after, level, component, topic, text, limit }: EventFilter & { readonly limit: number },
) => {
  // Chat messages are stored as chat, not as events.
  const events = recorded.filter((event) => keepOf(event.topic) === 'events');
  // Ids of the fake host end in a counter. A missing one, such as `event-120`, has its place in the order
  // too.
  const place = (id: string): number => {
    const held = events.findIndex((event) => event.id === id);
    if (held >= 0) return held;
    return events.findLastIndex((event) => id.startsWith(event.id)) + 1;
  };
  const words = (text ?? '').toLowerCase().split(/\s+/);
  const matches = events.filter(
    (event, index) =>
      (component === undefined || event.source === component) &&
      (topic === undefined || topicMatches(topic, event.topic)) &&
      (level === undefined || eventLevels.indexOf(event.level) >= eventLevels.indexOf(level)) &&
      (before === undefined || (typeof before === 'number' ? event.at < before : index < place(before))) &&
      (after === undefined || (typeof after === 'number' ? event.at > after : index > place(after))) &&
      words.every((word) => `${event.message} ${event.topic} ${event.source}`.toLowerCase().includes(word)),
  );
  const page = matches.slice(-limit).toReversed();
  return {
    events: page,
    next: matches.length > limit ? (page.at(-1)?.id ?? null) : null,
    total: events.length,
    oldestAt: events[0]?.at ?? null,
  };
};
