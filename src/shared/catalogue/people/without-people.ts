import { chatPlatformSchema, deletedViewer, type EventData, type PersonFields } from '../../model/index.ts';
import type { AnyTopic, TopicPeople } from '../topics/define.ts';
import { familyOf, topics } from '../topics/index.ts';
import { outageTopics } from '../topics/outages.ts';
import { twitchEventsMissed } from '../topics/twitch.ts';
import { isObject } from '#shared/kernel/index.ts';

/** A person named by an event. */
export interface NamedPerson {
  readonly platform: string | null;
  readonly userId: string | null;
  readonly login: string | null;
  readonly displayName: string | null;
}

/** Matches the people being searched for. A null platform means that the event does not say which. */
export interface PersonFilter {
  byId(platform: string | null, userId: string): boolean;
  byLogin(platform: string | null, login: string): boolean;
  /** Matches the whole shown name, for sentences that were stored without an id. */
  byShownName(platform: string | null, name: string): boolean;
  /** Returns every name under which these people are known. */
  namesOf(people: readonly NamedPerson[]): readonly string[];
}

/** The parts of an event that can name a person. */
export interface NamingEvent {
  readonly topic: string;
  readonly source: string;
  readonly message: string;
  readonly data: EventData;
}

type Changed = Pick<NamingEvent, 'message' | 'data'>;

const aboutDeleted = 'An event about a deleted viewer.';

/** The people fields of a topic and its sentence about them. */
interface Naming extends TopicPeople {
  sentence(data: EventData, before: string): string;
}

/** Returns the fields of stored data that fit the topic: a row of an earlier version may lack some. */
const fieldsThatFit = ({ data: schema }: Pick<AnyTopic, 'data'>, data: EventData) => {
  const parsed = schema.safeParse(data);
  if (parsed.success) return { whole: true, data: parsed.data };
  const wrong = new Set(parsed.error.issues.map(({ path: [key] }) => key));
  return { whole: false, data: Object.fromEntries(Object.entries(data).filter(([key]) => !wrong.has(key))) };
};

const namingOf = (topic: AnyTopic, people: TopicPeople): Naming => ({
  ...people,
  sentence: (stored, before) => {
    const { whole, data } = fieldsThatFit(topic, stored);
    if (people.sentence) return people.sentence(data, before);
    return whole ? topic.sentence(data, {}) : aboutDeleted;
  },
});

/** The topics that name people, by name. */
export const namingTopics: ReadonlyMap<string, Naming> = new Map(
  topics.flatMap((topic): [string, Naming][] =>
    topic.people ? [[topic.name, namingOf(topic, topic.people)]] : [],
  ),
);

const readAt = (data: EventData, path: string | undefined): string | null => {
  if (path === undefined) return null;
  let value: unknown = data;
  for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Replaces the text at a path; leaves other types as they are. */
const writeAt = (data: EventData, path: string, text: string): EventData => {
  const [key = '', ...rest] = path.split('.');
  const value = data[key];
  if (rest.length > 0)
    return isObject(value) ? { ...data, [key]: writeAt(value, rest.join('.'), text) } : data;
  return typeof value === 'string' && value !== '' ? { ...data, [key]: text } : data;
};

const platformOf = ({ platform }: Naming, data: EventData): string | null =>
  platform === 'data' ? readAt(data, 'platform') : platform;

const personAt = (data: EventData, fields: PersonFields, platform: string | null): NamedPerson => ({
  platform,
  userId: readAt(data, fields.userId),
  login: readAt(data, fields.login),
  displayName: readAt(data, fields.displayName),
});

/** Matches by id if there is one, then by login. A shown name alone does not identify anybody. */
const isWanted = (filter: PersonFilter, { platform, userId, login }: NamedPerson): boolean => {
  if (userId !== null) return filter.byId(platform, userId);
  return login !== null && filter.byLogin(platform, login);
};

const withoutPerson = (data: EventData, { userId, login, displayName, words }: PersonFields): EventData => {
  let changed = data;
  for (const path of [userId, login, displayName])
    if (path !== undefined) changed = writeAt(changed, path, deletedViewer);
  for (const path of words ?? []) changed = writeAt(changed, path, '');
  return changed;
};

const replaceNamed = (message: string, pattern: RegExp, name: string): string => {
  const found = pattern.exec(message);
  const start = found ? found.index + found[0].lastIndexOf(name) : -1;
  return start < 0 ? message : message.slice(0, start) + deletedViewer + message.slice(start + name.length);
};

/** Cleans an event that was stored without a field for the person named in its sentence. */
const withoutNameInSentence = (
  { message, data }: NamingEvent,
  topic: Naming,
  filter: PersonFilter,
): Changed | null => {
  const name = topic.nameInSentence?.exec(message)?.groups?.['name'];
  if (topic.nameInSentence === undefined || name === undefined || name === deletedViewer) return null;
  if (!filter.byShownName(platformOf(topic, data), name)) return null;
  return { data, message: replaceNamed(message, topic.nameInSentence, name) };
};

const fromDeclared = (event: NamingEvent, topic: Naming, filter: PersonFilter): Changed | null => {
  const platform = platformOf(topic, event.data);
  const persons = topic.persons.map((fields) => ({ fields, person: personAt(event.data, fields, platform) }));
  const wanted = persons.filter(({ person }) => isWanted(filter, person));
  if (wanted.length > 0) {
    const data = wanted.reduce((before, { fields }) => withoutPerson(before, fields), event.data);
    return { data, message: topic.sentence(data, event.message) };
  }
  // The last of the persons is the one that the sentence names when the event has no field for them.
  const last = persons.at(-1)?.person;
  const hasField = last !== undefined && (last.userId ?? last.login ?? last.displayName) !== null;
  return hasField ? null : withoutNameInSentence(event, topic, filter);
};

const platformOfSource = ({ topic, source, data }: NamingEvent): string | null =>
  readAt(data, 'platform') ??
  chatPlatformSchema.options.find(
    (platform) => familyOf(topic) === platform || source === platform || source.startsWith(`${platform}-`),
  ) ??
  null;

const conventional: PersonFields = { userId: 'userId', login: 'login', displayName: 'displayName' };

/** Finds every nested object that names a person in the conventional fields. */
const personsWithin = (value: unknown, platform: string | null): readonly NamedPerson[] => {
  if (Array.isArray(value)) return value.flatMap((item) => personsWithin(item, platform));
  if (!isObject(value)) return [];
  const person = personAt(value, conventional, platform);
  const inner = Object.values(value).flatMap((item) => personsWithin(item, platform));
  return person.userId === null && person.login === null ? inner : [person, ...inner];
};

const cleanWithin = (value: unknown, platform: string | null, filter: PersonFilter): unknown => {
  if (Array.isArray(value)) return value.map((item: unknown) => cleanWithin(item, platform, filter));
  if (!isObject(value)) return value;
  const cleaned = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, cleanWithin(item, platform, filter)]),
  );
  return isWanted(filter, personAt(value, conventional, platform))
    ? withoutPerson(cleaned, conventional)
    : cleaned;
};

const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/[^\p{L}\p{N}_]+/u);

/**
 * Replaces a name that opens the sentence. A sentence that may contain the name elsewhere is replaced whole.
 */
const withoutNames = (message: string, names: readonly string[]): string => {
  const isIn = (text: string, name: string): boolean =>
    wordsOf(text).includes(name) || (wordsOf(name).length > 1 && text.toLowerCase().includes(name));
  const opening = names.find(
    (name) => message.toLowerCase().startsWith(name) && !/^[\p{L}\p{N}_]/u.test(message.slice(name.length)),
  );
  const rest = opening === undefined ? message : message.slice(opening.length);
  if (names.some((name) => isIn(rest, name))) return aboutDeleted;
  return opening === undefined ? message : `${deletedViewer}${rest}`;
};

/**
 * Cleans an event of an undeclared topic: the conventional fields of its data, and its sentence if it names
 * the person.
 */
const fromUndeclared = (event: NamingEvent, filter: PersonFilter): Changed | null => {
  const platform = platformOfSource(event);
  const wanted = personsWithin(event.data, platform).filter((person) => isWanted(filter, person));
  if (wanted.length === 0) return null;
  // Once an id has identified the person, the same login elsewhere in the data is theirs on any platform.
  const within: PersonFilter = {
    byId: (on, userId) => filter.byId(on, userId),
    byLogin: (on, login) => filter.byLogin(on, login) || filter.byShownName(on, login),
    byShownName: (on, name) => filter.byShownName(on, name),
    namesOf: (people) => filter.namesOf(people),
  };
  const data = cleanWithin(event.data, platform, within);
  const names = [...filter.namesOf(wanted)].map((name) => name.toLowerCase()).filter((name) => name !== '');
  return { message: withoutNames(event.message, names), data: isObject(data) ? data : {} };
};

const fetched = ' fetched afterwards: ';

/**
 * Earlier versions repeated the sentences of fetched events in a summary. Cuts the summary before the names.
 */
const withoutFetched = (text: string, filter: PersonFilter): string => {
  const at = text.indexOf(fetched);
  if (at < 0) return text;
  const sentences = text.slice(at + fetched.length).split(/(?<=[.)]) /u);
  const names = sentences.map((sentence) =>
    /^(?<name>.+?) (?:follows the channel|redeemed "|subscribed|received a |has subscribed)/u.exec(sentence),
  );
  const isNamed = names.some((found) => filter.byShownName('twitch', found?.groups?.['name'] ?? ''));
  return isNamed ? `${text.slice(0, at)} fetched afterwards.` : text;
};

const cleanSummaries = (value: unknown, filter: PersonFilter): unknown => {
  if (typeof value === 'string') return withoutFetched(value, filter);
  if (Array.isArray(value)) return value.map((item: unknown) => cleanSummaries(item, filter));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanSummaries(item, filter)]));
};

const summaries: ReadonlySet<string> = new Set([
  twitchEventsMissed.name,
  ...outageTopics.map(({ name }) => name),
]);
const isSummary = ({ topic }: NamingEvent): boolean => summaries.has(topic);

/** Returns the event without the given people; null when it does not name them. */
export const withoutPeople = (event: NamingEvent, filter: PersonFilter): Changed | null => {
  if (isSummary(event)) {
    const message = withoutFetched(event.message, filter);
    const data = cleanSummaries(event.data, filter);
    const isSame = message === event.message && JSON.stringify(data) === JSON.stringify(event.data);
    return isSame || !isObject(data) ? null : { message, data };
  }
  const topic = namingTopics.get(event.topic);
  return topic ? fromDeclared(event, topic, filter) : fromUndeclared(event, filter);
};

/** Returns the people whom an event names by id or login. */
export const peopleIn = (event: NamingEvent): readonly NamedPerson[] => {
  const topic = namingTopics.get(event.topic);
  if (!topic) return personsWithin(event.data, platformOfSource(event));
  const platform = platformOf(topic, event.data);
  return topic.persons
    .map((fields) => personAt(event.data, fields, platform))
    .filter(({ userId, login }) => userId !== null || login !== null);
};
