import { isolate } from '../../kernel/index.ts';

/** The names under which a platform knows a person, as far as an event has them. */
export interface NamedBy {
  readonly login?: string | null | undefined;
  readonly displayName?: string | null | undefined;
}

/** Returns the name of a person for a sentence: on one line, and turning nothing around it. */
export const nameWords = (person: NamedBy | null | undefined, unknown = 'Somebody'): string =>
  isolate(person?.displayName ?? '') || isolate(person?.login ?? '') || unknown;

/** The fields by which most topics name one person. */
export const userFields = { userId: 'userId', login: 'login', displayName: 'displayName' } as const;
