import type { z } from 'zod';
import type { ChatMessage, EventData, EventLevel, EventRecord, PersonFields } from '../../model/index.ts';

/** The place where the journal keeps a topic: as an event, as a chat message, or nowhere. */
export type TopicKeep = 'events' | 'chat' | 'none';

/** The fields of a topic that name people, so that a deleted viewer can be removed from its events. */
export interface TopicPeople<TData extends EventData = EventData> {
  /** The platform of the ids and logins; `data` when the data's `platform` field gives it. */
  readonly platform: 'twitch' | 'discord' | 'data';
  readonly persons: readonly PersonFields[];
  /** Finds the name in sentences of events that were stored without a field for it. */
  readonly nameInSentence?: RegExp | undefined;
  /**
   * Rebuilds the sentence of a stored event, for topics whose old rows lack a field or whose sentence has
   * words that are not in the data. The topic's own sentence by default.
   */
  sentence?(data: Partial<TData>, before: string): string;
}

/** A reference to a message stored elsewhere. */
export type ChatReference = Pick<ChatMessage, 'platform' | 'id'>;

/** The messages that events of a topic refer to without containing them. */
export interface TopicChat {
  /**
   * Returns the references of an event. Empty when its sentence needs no message or the event contains the
   * messages.
   */
  references(data: EventData): readonly ChatReference[];
  /** Builds the sentence with the messages that were found. */
  sentence(data: EventData, messages: readonly ChatMessage[]): string;
}

/** The version of an event that the journal stores and that leaves the program. */
export interface KeptEvent {
  /** Omitted when the sentence stays unchanged. */
  readonly message?: string;
  readonly data: EventData;
}

/** Optional metadata that an emitter adds. */
export interface EmitDetails {
  /** Overrides the topic's level. */
  readonly level?: EventLevel | undefined;
  /** The event that caused this one, when the async context does not provide it. */
  readonly causeId?: string | undefined;
  readonly correlationId?: string | undefined;
}

/**
 * An event ready to be emitted. Only a declared topic creates drafts; the bus adds id, time, source and
 * correlation.
 */
export interface TopicDraft extends EmitDetails {
  readonly topic: AnyTopic;
  readonly level: EventLevel;
  readonly message: string;
  readonly data: EventData;
}

/** An event whose topic determines the type of its data. */
export type TypedEvent<TData> = Omit<EventRecord, 'data'> & { readonly data: TData };

/** The pattern of a listener: one topic, all topics with a prefix (`bridge.*`), or all (`*`). */
export type Pattern = string | AnyTopic;

/** The event that a listener to a pattern receives; typed data when the pattern is one topic. */
export type Heard<TPattern extends Pattern> = TPattern extends { readonly data: z.ZodType<infer TData> }
  ? TypedEvent<TData>
  : EventRecord;

interface TopicFacts<TData extends EventData, TWords extends object> {
  /** The title in the window: "Scene changed". */
  readonly title: string;
  /** `info` by default. An emitter may override it. */
  readonly level?: EventLevel | ((data: NoInfer<TData>) => EventLevel);
  /** `events` by default. */
  readonly keep?: TopicKeep;
  readonly data: z.ZodType<TData>;
  /**
   * Builds the sentence for people. Words that are not part of the data, such as a title or the error of a
   * library, come second: they appear only in the sentence, where secrets in warnings and errors are
   * redacted.
   */
  sentence(data: NoInfer<TData>, words: TWords): string;
  readonly people?: TopicPeople<NoInfer<TData>>;
  /**
   * True when neither data nor sentence ever names a viewer, so that the sentence can be shown while names
   * are hidden.
   */
  readonly namesNobody?: boolean;
  /** Returns the stored version of an event whose content is stored elsewhere, as chat. */
  kept?(data: NoInfer<TData>): KeptEvent;
  readonly chat?: TopicChat;
  /** The names that the topic had in earlier versions. Rows in the journal still have them. */
  readonly earlierNames?: readonly string[];
  /** Converts the data of a row that an earlier version stored. */
  upcast?(data: EventData): EventData;
}

/** A topic with any data, for lists and lookups. */
export interface AnyTopic {
  /** `subject.past-tense`, unique in the program. */
  readonly name: string;
  readonly title: string;
  readonly keep: TopicKeep;
  readonly data: z.ZodType<EventData>;
  readonly people: TopicPeople | null;
  readonly chat: TopicChat | null;
  /** False unless the topic's owner declares it. */
  readonly namesNobody: boolean;
  readonly earlierNames: readonly string[];
  sentence(data: EventData, words: object): string;
  kept(data: EventData): KeptEvent | null;
  /** Returns the data of a stored row with the fields of this version. */
  upcast(data: EventData): EventData;
}

/** The data as callers may pass it: lists may be read-only. */
type Given<T> = T extends readonly (infer TItem)[]
  ? readonly Given<TItem>[]
  : T extends object
    ? { readonly [TKey in keyof T]: Given<T[TKey]> }
    : T;

/** An emitter's second argument: optional when the sentence needs no words beyond the data. */
type DetailsOf<TWords extends object> = object extends TWords
  ? [details?: TWords & EmitDetails]
  : [details: TWords & EmitDetails];

/**
 * A kind of event, declared once by its owner. Calling the topic with the data of one event creates the draft
 * for `emit`; passing it to `on` gives the listener typed data.
 */
export interface Topic<TData extends EventData, TWords extends object = object> extends AnyTopic {
  (data: Given<TData>, ...details: DetailsOf<TWords>): TopicDraft;
  readonly data: z.ZodType<TData>;
  /** Returns true for an event of this topic that this program emitted: its data needs no validation. */
  is(event: EventRecord): event is EventRecord & { readonly data: TData };
}

/**
 * Declares a topic.
 *
 * @example
 * ```ts
 * const doorOpened = topic('house.door-opened', {
 *   title: 'Door opened',
 *   data: z.object({ door: z.string() }),
 *   sentence: ({ door }) => `The ${door} is open`,
 * });
 *
 * doorOpened({ door: 'back door' }).message; // => 'The back door is open'
 * doorOpened({ door: 'back door' }).level; // => 'info'
 * doorOpened({ door: 'back door' }, { level: 'warning' }).level; // => 'warning'
 * doorOpened.name; // => 'house.door-opened'
 * ```
 */
export const topic = <TData extends EventData, TWords extends object = object>(
  name: string,
  facts: TopicFacts<TData, TWords>,
): Topic<TData, TWords> => {
  const { title, level = 'info', keep = 'events', people = null, chat = null, namesNobody = false } = facts;
  const draft = (data: TData, details: TWords & EmitDetails): TopicDraft => ({
    topic: declared,
    level: details?.level ?? (typeof level === 'function' ? level(data) : level),
    message: facts.sentence(data, details ?? {}),
    data,
    causeId: details?.causeId,
    correlationId: details?.correlationId,
  });
  // The name of a function can be defined but not assigned.
  Object.defineProperty(draft, 'name', { value: name });
  const declared = Object.assign(draft, {
    title,
    keep,
    data: facts.data,
    people,
    chat,
    namesNobody,
    earlierNames: facts.earlierNames ?? [],
    upcast: (data: EventData) => facts.upcast?.(data) ?? data,
    sentence: (data: TData, words: TWords) => facts.sentence(data, words),
    kept: (data: TData) => facts.kept?.(data) ?? null,
    is: (event: EventRecord): event is EventRecord & { readonly data: TData } => event.topic === name,
  }) as Topic<TData, TWords>;
  return declared;
};

/**
 * Returns the text of a pattern.
 *
 * @example
 * ```ts
 * const houseSwept = ownTopic('house.swept', {
 *   title: 'House swept',
 *   data: z.object({}),
 *   sentence: () => 'The house is clean',
 * });
 *
 * patternText(houseSwept); // => 'house.swept'
 * patternText('house.*'); // => 'house.*'
 * ```
 */
export const patternText = (pattern: Pattern): string =>
  typeof pattern === 'string' ? pattern : pattern.name;

/**
 * Declares a topic of the program itself, which never names a viewer.
 *
 * @example
 * ```ts
 * const houseSwept = ownTopic('house.swept', {
 *   title: 'House swept',
 *   data: z.object({}),
 *   sentence: () => 'The house is clean',
 * });
 *
 * houseSwept.namesNobody; // => true
 * ```
 */
export const ownTopic = <TData extends EventData, TWords extends object = object>(
  name: string,
  facts: TopicFacts<TData, TWords>,
): Topic<TData, TWords> => topic(name, { ...facts, namesNobody: true });

/**
 * Reads a stored or external event as an event of a topic, also when an earlier version stored it. Null for
 * an event of another topic or with invalid data.
 *
 * @example
 * ```ts
 * const doorOpened = topic('house.door-opened', {
 *   title: 'Door opened',
 *   data: z.object({ door: z.string() }),
 *   sentence: ({ door }) => `The ${door} is open`,
 * });
 * const row = {
 *   id: '1', topic: 'house.door-opened', source: 'house', level: 'info', at: 0, message: 'The gate is open',
 *   correlationId: null, causeId: null, data: { door: 'gate' },
 * } as const;
 *
 * read(doorOpened, row)?.data.door; // => 'gate'
 * read(doorOpened, { ...row, data: {} }); // => null
 * read(doorOpened, { ...row, topic: 'house.door-closed' }); // => null
 * ```
 */
export const read = <TData extends EventData>(
  {
    name,
    earlierNames,
    upcast,
    data: schema,
  }: Pick<Topic<TData>, 'name' | 'earlierNames' | 'upcast' | 'data'>,
  event: EventRecord,
): TypedEvent<TData> | null => {
  if (event.topic !== name && !earlierNames.includes(event.topic)) return null;
  const data = schema.safeParse(upcast(event.data));
  return data.success ? { ...event, topic: name, data: data.data } : null;
};
