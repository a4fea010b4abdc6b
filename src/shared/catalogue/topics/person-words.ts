import { isolate } from '../../kernel/index.ts';

/** The names under which a platform knows a person, as far as an event contains them. */
export interface NamedBy {
  readonly login?: string | null | undefined;
  readonly displayName?: string | null | undefined;
}

/** Returns a person's name for a sentence: on one line and with isolated text direction. */
export const nameWords = (person: NamedBy | null | undefined, unknown = 'Somebody'): string =>
  isolate(person?.displayName ?? '') || isolate(person?.login ?? '') || unknown;

/** The fields by which most topics name a person. */
export const userFields = { userId: 'userId', login: 'login', displayName: 'displayName' } as const;
