import { keepOf } from '#shared/catalogue/topics/index.ts';
import { matchesTerms, nameKey, ok, parseSearchTerms } from '#shared/kernel/index.ts';
import { eventLevels, topicMatches, type ChatMessage, type EventRecord } from '#shared/model/index.ts';
import type { JournalReadPort } from '../ports/index.ts';

/** Reads the events and the chat of a show in memory as the journal reads its tables. */
export class FakeJournal implements JournalReadPort {
  /** Replacement for the journal's answers, for tests of defects. */
  defect: Error | undefined;
  readonly #records: readonly EventRecord[];
  readonly #messages: readonly ChatMessage[];
  readonly #indexed: () => number;

  constructor(
    records: readonly EventRecord[],
    messages: readonly ChatMessage[],
    indexed: () => number = () => 1,
  ) {
    this.#records = records;
    this.#messages = messages;
    this.#indexed = indexed;
  }

  readonly queryEvents: JournalReadPort['queryEvents'] = async (filter, limit) => {
    if (this.defect) throw this.defect;
    const { before, after, level, component, topic, text = '' } = filter;
    // Chat messages are stored as chat, not as events.
    const events = this.#records.filter((event) => keepOf(event.topic) === 'events');
    // The place of an id, also of one that is not held, as of a cursor that begins with an id.
    const place = (id: string): number => {
      const held = events.findIndex((event) => event.id === id);
      return held >= 0 ? held : events.findLastIndex((event) => id.startsWith(event.id)) + 1;
    };
    const words = text.toLowerCase().split(/\s+/);
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
    return ok({
      events: page,
      next: matches.length > limit ? (page.at(-1)?.id ?? null) : null,
      total: events.length,
      oldestAt: events[0]?.at ?? null,
    });
  };

  readonly queryChat: JournalReadPort['queryChat'] = async (filter, limit) => {
    const { text = '', user, name, platform, before = Infinity } = filter;
    const terms = parseSearchTerms(text);
    const found = this.#messages.filter((message) => {
      const names = [message.userName, message.displayName].map(nameKey);
      return (
        message.at < before &&
        (platform === undefined || message.platform === platform) &&
        (user === undefined || message.userId === user || names.includes(nameKey(user))) &&
        (name === undefined || names.some((known) => known.startsWith(nameKey(name)))) &&
        matchesTerms(terms, [message.text])
      );
    });
    return ok(found.toReversed().slice(0, limit));
  };

  stats() {
    return { indexed: this.#indexed() };
  }
}
