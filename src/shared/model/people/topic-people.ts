/** The data of a stored event: any JSON object. */
export type EventData = Readonly<Record<string, unknown>>;

/** The fields of an event's data that name one person. Each is a key; a dot leads into a nested object. */
export interface PersonFields {
  readonly userId?: string;
  readonly login?: string;
  readonly displayName?: string;
  /** Fields with this person's own words, which are deleted with the person. */
  readonly words?: readonly string[];
}

/** Replaces the name or id of a deleted viewer. */
export const deletedViewer = '(deleted viewer)';

/** Formats a number with its noun: `1 viewer`, `1,200 viewers`. */
export const countWords = (count: number, noun: string): string =>
  `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
