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

/** Stands where the name or id of a deleted viewer stood. */
export const deletedViewer = '(deleted viewer)';

/** A number with its noun: `1 viewer`, `1,200 viewers`. */
export const countWords = (count: number, noun: string): string =>
  `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
