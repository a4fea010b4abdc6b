import { matchesTerms, nameKey, parseSearchTerms } from '#shared/kernel/index.ts';
import {
  eventLevels,
  topicMatches,
  type ChatMessage,
  type EventFilter,
  type EventRecord,
} from '#shared/model/index.ts';
import type { ChatFilter } from './port.ts';

/**
 * Cuts a list, newest first, at a point in time or at an event. An event that isn't in the list is older than
 * the whole list.
 */
const cut = (newestFirst: readonly EventRecord[], { before, after }: EventFilter): readonly EventRecord[] => {
  let events = newestFirst;
  if (typeof before === 'number') events = events.filter((event) => event.at < before);
  if (typeof before === 'string') {
    const index = events.findIndex((event) => event.id === before);
    events = index < 0 ? [] : events.slice(index + 1);
  }
  if (typeof after === 'number') events = events.filter((event) => event.at > after);
  if (typeof after === 'string') {
    const index = events.findIndex((event) => event.id === after);
    events = index < 0 ? events : events.slice(0, index);
  }
  return events;
};

/** Returns the matching events of a list, newest first, exactly as the database would. */
export const searchEvents = (
  newestFirst: readonly EventRecord[],
  filter: EventFilter,
): readonly EventRecord[] => {
  const terms = parseSearchTerms(filter.text ?? '');
  const lowest = filter.level ? eventLevels.indexOf(filter.level) : 0;
  return cut(newestFirst, filter).filter(
    (event) =>
      eventLevels.indexOf(event.level) >= lowest &&
      (filter.topic === undefined || topicMatches(filter.topic, event.topic)) &&
      (filter.component === undefined || event.source === filter.component) &&
      matchesTerms(terms, [event.message, event.topic, event.source]),
  );
};

/** Returns the matching messages in the order of the list. */
export const searchChat = (messages: readonly ChatMessage[], filter: ChatFilter): readonly ChatMessage[] => {
  const terms = parseSearchTerms(filter.text ?? '');
  const { user } = filter;
  const whole = user === undefined ? '' : nameKey(user);
  const beginning = filter.name === undefined ? '' : nameKey(filter.name);
  const hasName = ({ userName, displayName }: ChatMessage, fits: (name: string) => boolean): boolean =>
    [userName, displayName].map(nameKey).some((name) => name !== '' && fits(name));
  return messages.filter(
    (message) =>
      (filter.before === undefined || message.at < filter.before) &&
      (filter.platform === undefined || message.platform === filter.platform) &&
      (user === undefined ||
        message.userId === user ||
        message.userName.toLowerCase() === user.toLowerCase() ||
        hasName(message, (name) => name === whole)) &&
      (filter.name === undefined ||
        (beginning !== '' && hasName(message, (name) => name.startsWith(beginning)))) &&
      matchesTerms(terms, [message.text]),
  );
};
