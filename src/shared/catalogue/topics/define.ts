import type { z } from 'zod';
import type { ChatMessage, EventData, EventLevel, EventRecord, PersonFields } from '../../model/index.ts';

/** The place where the journal keeps a topic: as an event, as a chat message, or nowhere. */
export type TopicKeep = 'events' | 'chat' | 'none';

/** The people that events of one topic name, so that a deleted viewer goes out of them. */
export interface TopicPeople<TData extends EventData = EventData> {
  /** The platform of the ids and logins; `data` when the field `platform` names it. */
  readonly platform: 'twitch' | 'discord' | 'data';
  readonly persons: readonly PersonFields[];
  /** Finds the name in sentences of events that were stored without a field for it. */
  readonly nameInSentence?: RegExp | undefined;
  /**
   * Builds the sentence of a stored event again: where old rows lack a field, or where the sentence has words beside
   * the data. The topic's own sentence unless said otherwise.
   */
  sentence?(data: Partial<TData>, before: string): string;
}

/** Points at a message that is held elsewhere. */
export type ChatReference = Pick<ChatMessage, 'platform' | 'id'>;

/** The messages that events of one topic are about, where an event refers to them and does not carry them. */
export interface TopicChat {
  /** Reads the references of an event. Empty when its sentence needs no message, or when it carries them itself. */
  references(data: EventData): readonly ChatReference[];
  /** Builds the sentence with the messages that were found, and without those that were not. */
  sentence(data: EventData, messages: readonly ChatMessage[]): string;
}

/** The part of an event that the journal writes, and that leaves the program as an event. */
export interface KeptEvent {
  /** Left out where the sentence stays as it is. */
  readonly message?: string;
  readonly data: EventData;
}

/** An emitter's additions to the data. */
export interface EmitDetails {
  /** The level, where it is not the topic's own. */
  readonly level?: EventLevel | undefined;
  /** The event that led to this one, where the async context does not say so already. */
  readonly causeId?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** An event ready to be emitted. Only a declared topic makes one; the bus adds id, time, source and correlation. */
export interface TopicDraft extends EmitDetails {
  readonly topic: AnyTopic;
  readonly level: EventLevel;
  readonly message: string;
  readonly data: EventData;
}

/** An event whose data is known by its topic. */
export type TypedEvent<TData> = Omit<EventRecord, 'data'> & { readonly data: TData };

/** The pattern of a listener: one topic, all topics that begin alike (`bridge.*`), or all (`*`). */
export type Pattern = string | AnyTopic;

/** The event that a listener to a pattern hears: of one topic the data is known. */
export type Heard<TPattern extends Pattern> = TPattern extends { readonly data: z.ZodType<infer TData> }
  ? TypedEvent<TData>
  : EventRecord;

interface TopicFacts<TData extends EventData, TWords extends object> {
  /** The words for people: "Scene changed". */
  readonly title: string;
  /** `info` unless said otherwise. An emitter may override it. */
  readonly level?: EventLevel | ((data: NoInfer<TData>) => EventLevel);
  /** `events` unless said otherwise. */
  readonly keep?: TopicKeep;
  readonly data: z.ZodType<TData>;
  /**
   * Builds the sentence for people. Words that are not part of the data, such as a title or the error of a library,
   * come second: they stay in the sentence, where secrets are taken out of warnings and errors.
   */
  sentence(data: NoInfer<TData>, words: TWords): string;
  readonly people?: TopicPeople<NoInfer<TData>>;
  /** True when neither data nor sentence ever name a viewer, so that the sentence may be shown while names are hidden. */
  readonly namesNobody?: boolean;
  /** Leaves out what is kept and told elsewhere: as chat. */
  kept?(data: NoInfer<TData>): KeptEvent;
  readonly chat?: TopicChat;
}

/** A topic of any data: its facts, for lists and lookups. */
export interface AnyTopic {
  /** `subject.past-tense`, unique in the whole program. */
  readonly name: string;
  readonly title: string;
  readonly keep: TopicKeep;
  readonly data: z.ZodType<EventData>;
  readonly people: TopicPeople | null;
  readonly chat: TopicChat | null;
  /** False unless the topic's owner promises it. */
  readonly namesNobody: boolean;
  sentence(data: EventData, words: object): string;
  kept(data: EventData): KeptEvent | null;
}

/** The data as it may be handed in: lists may be read-only. */
type Given<T> = T extends readonly (infer TItem)[]
  ? readonly Given<TItem>[]
  : T extends object
    ? { readonly [TKey in keyof T]: Given<T[TKey]> }
    : T;

/** An emitter's second argument: left out where the sentence needs no words beside the data. */
type DetailsOf<TWords extends object> = object extends TWords
  ? [details?: TWords & EmitDetails]
  : [details: TWords & EmitDetails];

/**
 * A kind of event, declared once by its owner. Called with the data of one event it makes the draft that `emit` takes;
 * handed to `on` it gives the listener typed data.
 */
export interface Topic<TData extends EventData, TWords extends object = object> extends AnyTopic {
  (data: Given<TData>, ...details: DetailsOf<TWords>): TopicDraft;
  readonly data: z.ZodType<TData>;
  /** True for an event of this topic that this very program emitted: its data needs no second look. */
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
  // A function's own name can be defined and not assigned.
  Object.defineProperty(draft, 'name', { value: name });
  const declared = Object.assign(draft, {
    title,
    keep,
    data: facts.data,
    people,
    chat,
    namesNobody,
    sentence: (data: TData, words: TWords) => facts.sentence(data, words),
    kept: (data: TData) => facts.kept?.(data) ?? null,
    is: (event: EventRecord): event is EventRecord & { readonly data: TData } => event.topic === name,
  }) as Topic<TData, TWords>;
  return declared;
};

/**
 * Returns a pattern as text.
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
 * Reads a stored event, or one from outside the program, as an event of a topic. Null when it is of another topic or
 * when its data does not fit.
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
  { name, data: schema }: Pick<Topic<TData>, 'name' | 'data'>,
  event: EventRecord,
): TypedEvent<TData> | null => {
  if (event.topic !== name) return null;
  const data = schema.safeParse(event.data);
  return data.success ? { ...event, data: data.data } : null;
};
