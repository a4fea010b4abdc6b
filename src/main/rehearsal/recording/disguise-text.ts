import type { Originals } from './originals.ts';

/** The treatment of chat texts: replaced by text of the same length, or kept without names and secrets. */
export type TextMode = 'replaced' | 'kept';

export interface Disguise {
  readonly mode: TextMode;
  readonly originals: Originals;
  /** Returns the replacement for a name in a text. */
  readonly nameFor: (original: string) => string;
  /** Removes secrets. */
  readonly redact: (text: string) => string;
}

const syllables = 'lanoremitudasefoli';
const letter = /[\p{L}\p{N}]/u;
const privatePlaces: readonly (readonly [RegExp, string])[] = [
  [/\b(?:https?|wss?|ftp|file|rtmps?):\/\/\S+/giu, 'a link'],
  [/\b[\w.+-]+@[\w-]+\.[\w.-]+\b/gu, 'an address'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/gu, 'an address'],
  [/(?:\+|\b)\d[\d ()/-]{7,}\d\b/gu, 'a number'],
];
const mention = /(?<![\p{L}\p{N}_])@[\p{L}\p{N}_.]{2,}|<[@#][!&]?\d+>/gu;
/** A command to the program, which would not answer to anything else. */
const command = /^![a-z]{2,20}(?= |$)/;

const babble = (text: string): string => {
  let place = text.length;
  return Array.from(text, (character) => {
    if (!letter.test(character)) return character;
    place += 1;
    return syllables.charAt(place % syllables.length);
  }).join('');
};

/** Returns the text with every character replaced by a mark that is in no original. */
const masked = (text: string, originals: Originals): string => {
  for (const mark of '*-~+·') {
    const hidden = text.replace(/\S/gu, mark);
    if (!originals.occursIn(hidden)) return hidden;
  }
  return '?';
};

/** Returns a text without any original in it. Equal texts get equal results. */
export const disguiseText = (text: string, disguise: Disguise): string => {
  const { mode, originals, nameFor, redact } = disguise;
  const disguised = mode === 'replaced' ? replaced(text) : kept(text, originals, nameFor, redact);
  return disguised === null || originals.occursIn(disguised) ? masked(text, originals) : disguised;
};

const replaced = (text: string): string => {
  const [head = ''] = command.exec(text) ?? [];
  return head + babble(text.slice(head.length));
};

const kept = (
  text: string,
  originals: Originals,
  nameFor: Disguise['nameFor'],
  redact: Disguise['redact'],
): string | null => {
  let safe = redact(text);
  for (const [pattern, words] of privatePlaces) safe = safe.replace(pattern, words);
  const withoutMentions = safe.replace(mention, (found) => `@${nameFor(found.replace(/^@/, ''))}`);
  return originals.replaceIn(withoutMentions, nameFor);
};
