import { familyOf } from '#shared/catalogue/topics/index.ts';
import { cutText } from '#shared/kernel/index.ts';
import { matchesTerms, parseSearchTerms } from '#shared/kernel/search-text.ts';
import {
  eventLevels,
  topicMatches,
  type EventFilter,
  type EventLevel,
  type EventRecord,
} from '#shared/model/index.ts';
import { isAboutChat } from './chat-events.ts';

/** What of the events is shown. Empty texts mean no such filter. */
export interface ShownEvents {
  readonly text: string;
  /** This level and all above it. */
  readonly level: EventLevel;
  readonly component: string;
  /** A topic, or all that begin like `bridge.*`. */
  readonly topic: string;
  /**
   * Only events from this instant on, and only those before the other, epoch milliseconds; null for no such
   * limit.
   */
  readonly from: number | null;
  readonly to: number | null;
}

const readInstant = (text: string | undefined): number | null => {
  const at = Number(text ?? Number.NaN);
  return Number.isSafeInteger(at) && at > 0 ? at : null;
};

const writeInstant = (at: number | null): string => (at === null ? '' : String(Math.round(at)));

/** Debug is left out unless asked for: every chat message is one. */
export const DEFAULT_LEVEL: EventLevel = 'info';

const isLevel = (value: string | undefined): value is EventLevel =>
  value !== undefined && (eventLevels as readonly string[]).includes(value);

/** Reads the filter from the page's parameters. */
export const readShownEvents = (params: Readonly<Record<string, string>>): ShownEvents => {
  const { text = '', level, component = '', topic = '' } = params;
  return {
    text,
    level: isLevel(level) ? level : DEFAULT_LEVEL,
    component,
    topic,
    from: readInstant(params['from']),
    to: readInstant(params['to']),
  };
};

/** The filter as page parameters: an empty one is taken out of the address. */
export const writeShownEvents = ({
  from,
  to,
  ...shown
}: Partial<ShownEvents>): Readonly<Record<string, string>> => ({
  ...shown,
  ...(shown.level === undefined ? {} : { level: shown.level === DEFAULT_LEVEL ? '' : shown.level }),
  ...(from === undefined ? {} : { from: writeInstant(from) }),
  ...(to === undefined ? {} : { to: writeInstant(to) }),
});

/** The same filter as the journal understands it; its end is where the first page begins. */
export const toJournalFilter = ({ text, level, component, topic, from }: ShownEvents): EventFilter => ({
  ...(text.trim() === '' ? {} : { text: cutText(text.trimStart(), 400) }),
  ...(level === 'debug' ? {} : { level }),
  ...(component === '' ? {} : { component }),
  ...(topic === '' ? {} : { topic }),
  ...(from === null ? {} : { after: from - 1 }),
});

type SayEvent = (event: EventRecord) => string;

const ownWords: SayEvent = ({ message }) => message;

const createTextMatcher = (text: string): ((event: EventRecord, say: SayEvent) => boolean) => {
  if (text.trim() === '') return () => true;
  const terms = parseSearchTerms(text);
  return (event, say) => matchesTerms(terms, [say(event), event.topic, event.source]);
};

/**
 * Says of an event in this window what the journal says of its own. Each event is looked at once; only the
 * words of one that is about chat are looked at again, because they change with the chat.
 */
export const createEventMatcher = (shown: ShownEvents): ((event: EventRecord, say?: SayEvent) => boolean) => {
  const least = eventLevels.indexOf(shown.level);
  const hasText = createTextMatcher(shown.text);
  const verdicts = new WeakMap<EventRecord, boolean>();
  const judge = (event: EventRecord): boolean =>
    eventLevels.indexOf(event.level) >= least &&
    (shown.component === '' || event.source === shown.component) &&
    (shown.topic === '' || topicMatches(shown.topic, event.topic)) &&
    (shown.from === null || event.at >= shown.from) &&
    (shown.to === null || event.at < shown.to) &&
    (isAboutChat(event) || hasText(event, ownWords));
  const remember = (event: EventRecord): boolean => {
    const known = verdicts.get(event);
    if (known !== undefined) return known;
    const verdict = judge(event);
    verdicts.set(event, verdict);
    return verdict;
  };
  return (event, say = ownWords) => remember(event) && (!isAboutChat(event) || hasText(event, say));
};

/** The topics to choose from: whole families first, then each topic. */
export const topicChoices = (topics: Iterable<string>): readonly string[] => {
  const each = [...new Set(topics)].sort();
  const families = new Set(
    each.filter((topic) => topic.includes('.')).map((topic) => `${familyOf(topic)}.*`),
  );
  return [...families, ...each];
};
