import { isolate } from '../../kernel/index.ts';

/** Data of an event as it is stored: any JSON object. */
export type EventData = Readonly<Record<string, unknown>>;

/** The fields of an event's data that name one person. Each is a key; a dot leads into an inner object. */
export interface PersonFields {
  readonly userId?: string;
  readonly login?: string;
  readonly displayName?: string;
  /** Words of this very person, which go with them. */
  readonly words?: readonly string[];
}

/** The people that events of one topic name, declared by the owner of the topic. */
export interface TopicPeople {
  /** The platform of the ids and logins; `data` when the field `platform` names it. */
  readonly platform: 'twitch' | 'discord' | 'data';
  readonly people: readonly PersonFields[];
  /** Builds the sentence from the data. The earlier sentence serves where old data lacks a detail. */
  readonly sentence: (data: EventData, before: string) => string;
  /** Finds the name in sentences of events that were stored without a field for it. */
  readonly nameInSentence?: RegExp;
}

/** Stands where the name or id of a deleted viewer stood. */
export const deletedViewer = '(deleted viewer)';

/** Returns a text of the data as it stands in a sentence: on one line, and turning nothing around it. */
export const textIn = (data: EventData, key: string): string => {
  const value = data[key];
  return typeof value === 'string' ? isolate(value) : '';
};

export const countIn = (data: EventData, key: string): number | null => {
  const value = data[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** The name of a person in a sentence. */
export const nameIn = (data: EventData, unknown = 'Somebody'): string =>
  textIn(data, 'displayName') || textIn(data, 'login') || unknown;

/** A number with its noun: `1 viewer`, `1,200 viewers`. */
export const countWords = (count: number, noun: string): string =>
  `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
