import { plainLine } from '#shared/kernel/index.ts';

/** Shorter texts occur in any sentence and are no secret. */
const shortestHidden = 4;
const hidden = '…';

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value, plainLine(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

const isPartOfWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Replaces a text where it occurs as whole words. */
const hide = (sentence: string, text: string): string => {
  let rest = sentence;
  let done = '';
  for (let at = rest.indexOf(text); at !== -1; at = rest.indexOf(text)) {
    const end = at + text.length;
    const before = at === 0 ? done.at(-1) : rest[at - 1];
    const stands = !isPartOfWord(before) && !isPartOfWord(rest[end]);
    done += rest.slice(0, at) + (stands ? hidden : text);
    rest = rest.slice(end);
  }
  return done + rest;
};

/**
 * Removes the texts of an input from the sentence of a fault, which may quote them: names, messages, anything
 * typed. The texts in `shown` stay.
 *
 * @example
 * ```ts
 * hideTexts('There is no dock "hunter2".', { id: 'hunter2' }, new Set()); // => 'There is no dock "…".'
 * ```
 */
export const hideTexts = (sentence: string, input: object, shown: ReadonlySet<unknown>): string =>
  [...new Set(textsOf(input))]
    .filter((text) => text.length >= shortestHidden && !shown.has(text))
    .toSorted((one, other) => other.length - one.length)
    .reduce(hide, sentence);
