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

/** The filter of the events. Empty texts mean no filter. */
export interface ShownEvents {
  readonly text: string;
  /** The lowest level shown. */
  readonly level: EventLevel;
  readonly component: string;
  /** A topic, or a family like `bridge.*`. */
  readonly topic: string;
  /** The first and the last instant, epoch milliseconds; null for no limit. */
  readonly from: number | null;
  readonly to: number | null;
}

const readInstant = (text: string | undefined): number | null => {
  const at = Number(text ?? Number.NaN);
  return Number.isSafeInteger(at) && at > 0 ? at : null;
};

const writeInstant = (at: number | null): string => (at === null ? '' : String(Math.round(at)));

/** Debug is off by default: every chat message is one. */
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

/** Returns the page parameters of a filter, without empty ones. */
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

/** Returns the journal's form of the filter. Its end is the start of the first page. */
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
 * Returns a function that filters this window's events like the journal. It checks each event once; only the
 * words of chat events are checked again, because they change with the chat.
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

/** Returns the topics to choose from: families first, then single topics. */
export const topicChoices = (topics: Iterable<string>): readonly string[] => {
  const each = [...new Set(topics)].sort();
  const families = new Set(
    each.filter((topic) => topic.includes('.')).map((topic) => `${familyOf(topic)}.*`),
  );
  return [...families, ...each];
};
