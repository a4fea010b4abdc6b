import { foldText } from './fold-text.ts';

/**
 * The tokenizer of every search. The journal's index, its queries and the filters over texts in memory all
 * use it, so that they can't disagree. Scripts without spaces are cut into overlapping pairs of characters:
 * 今日は becomes 今日, 日は, は. Any part of such a text is then a sequence of pairs, and a single character is a
 * prefix of a pair.
 */

/** Scripts without spaces between words, and Hangul, which separates only groups of words. */
const unspaced =
  String.raw`[[\p{L}\p{N}\p{M}]&&[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}` +
  String.raw`\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Lana}\p{scx=Tale}\p{scx=Talu}\p{scx=Tavt}\p{scx=Java}\p{scx=Bali}]]`;
const spaced = String.raw`[[\p{L}\p{N}\p{M}\p{Co}]--${unspaced}]`;
const pictures = String.raw`\p{RI}{2}|[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{RI}]`;

/** A word, a run of an unspaced script, or a pictograph; everything else separates them. */
const pieces = new RegExp(`${spaced}+|${unspaced}+|${pictures}`, 'gv');
const beginsWord = new RegExp(`^${spaced}`, 'v');
const beginsRun = new RegExp(`^${unspaced}`, 'v');
/** An invisible line-break opportunity between characters that need no space. */
const breakOpportunity = new RegExp(String.raw`(?<=${unspaced})\u200b+(?=${unspaced})`, 'gv');

const wordBreaks = /[\s\p{Cc}]+/u;
const endsInBreak = /[\s\p{Cc}]$/u;
const hasOtherThanAscii = /[\u0080-\uffff]/;

interface Piece {
  readonly text: string;
  readonly kind: 'word' | 'unspaced' | 'picture';
}

const kindOf = (piece: string): Piece['kind'] => {
  if (beginsWord.test(piece)) return 'word';
  return beginsRun.test(piece) ? 'unspaced' : 'picture';
};

const piecesOf = (text: string): readonly Piece[] => {
  const found = foldText(text).replaceAll(breakOpportunity, '').match(pieces) ?? [];
  return found.map((piece) => ({ text: piece, kind: kindOf(piece) }));
};

/**
 * Returns the pairs of a run. The last character is a token of its own, so that it can be found as a prefix
 * too.
 */
const pairsOf = (run: string): readonly string[] => {
  const characters = Array.from(run);
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
};

const tokensOf = (found: readonly Piece[]): readonly string[] =>
  found.flatMap(({ text, kind }) => (kind === 'unspaced' ? pairsOf(text) : [text]));

/**
 * Returns the tokens of a text, in order, separated by single spaces.
 *
 * @example
 * ```ts
 * tokenize('Switch to “Café”!'); // => 'switch to cafe'
 * ```
 */
export const tokenize = (text: string): string =>
  hasOtherThanAscii.test(text)
    ? tokensOf(piecesOf(text)).join(' ')
    : text
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, ' ')
        .trim();

/**
 * Returns a text for an index that splits at all ASCII characters except letters and digits and lower-cases
 * letters: the output of `tokenize`. Pure ASCII text is returned unchanged, because tokenizing it twice would
 * cost time for every row.
 *
 * @example
 * ```ts
 * toIndexText('Grüße'); // => 'grusse'
 * ```
 */
export const toIndexText = (text: string): string => (hasOtherThanAscii.test(text) ? tokenize(text) : text);

/** Consecutive words, as their tokens in a text. */
export interface SearchPhrase {
  readonly tokens: readonly string[];
  /** True when the last token may be longer in the text. */
  readonly prefix: boolean;
}

/**
 * A query typed into a search box. Every word must occur. The last word is a prefix unless a space follows
 * it, because the person may still be typing. No character has a special meaning, so no query is invalid.
 */
export interface SearchTerms {
  /** Words with tokens; `sub-word` is two consecutive tokens. */
  readonly phrases: readonly SearchPhrase[];
  /** Words without tokens (`:)`), which are matched literally. */
  readonly literals: readonly string[];
}

/** Returns the phrase of one word; null when it has no tokens. */
const phraseOf = (word: string, unfinished: boolean): SearchPhrase | null => {
  const found = piecesOf(word);
  const last = found.at(-1);
  if (!last) return null;
  if (last.kind !== 'unspaced')
    return { tokens: tokensOf(found), prefix: unfinished && last.kind === 'word' };
  const pairs = pairsOf(last.text);
  // The run may continue in the text after its last character, which is already in the last pair.
  const lastTokens = pairs.length === 1 ? pairs : pairs.slice(0, -1);
  return { tokens: [...tokensOf(found.slice(0, -1)), ...lastTokens], prefix: pairs.length === 1 };
};

/**
 * Parses a query into phrases of tokens and words without tokens, such as signs. The last word is a prefix
 * unless white space follows it.
 *
 * @example
 * ```ts
 * parseSearchTerms('Good ').phrases; // => [{ tokens: ['good'], prefix: false }]
 * ```
 */
export const parseSearchTerms = (text: string): SearchTerms => {
  const finished = endsInBreak.test(text);
  // Removes half surrogates, which a cut text may end in and which a database does not store unchanged.
  const words = text
    .toWellFormed()
    .split(wordBreaks)
    .filter((word) => word !== '');
  const phrases: SearchPhrase[] = [];
  const literals: string[] = [];
  words.forEach((word, index) => {
    const phrase = phraseOf(word, !finished && index === words.length - 1);
    if (phrase) phrases.push(phrase);
    else literals.push(word);
  });
  return { phrases, literals };
};

/**
 * Returns true when the texts together contain all terms. A phrase must lie within one of them.
 *
 * @example
 * ```ts
 * matchesTerms(parseSearchTerms('night goo'), ['Good night']); // => true
 * ```
 */
export const matchesTerms = ({ phrases, literals }: SearchTerms, texts: readonly string[]): boolean => {
  if (!literals.every((literal) => texts.some((text) => text.toWellFormed().includes(literal)))) return false;
  if (phrases.length === 0) return true;
  const haystack = texts.map((text) => ` ${tokenize(text)} `).join('\n');
  return phrases.every(({ tokens, prefix }) => haystack.includes(` ${tokens.join(' ')}${prefix ? '' : ' '}`));
};

/**
 * Returns true when a search for the query finds the text: the reference for every index.
 *
 * @example
 * ```ts
 * matches('今日の配信はとても楽しい', '配信'); // => true
 * ```
 */
export const matches = (text: string, query: string): boolean =>
  matchesTerms(parseSearchTerms(query), [text]);

/**
 * Returns the form of a name for comparison: the same for `Eulalia Night`, `eulalia night` and
 * `EULALIA_NIGHT`.
 *
 * @example
 * ```ts
 * nameKey('@Eulalia_Night') === nameKey('eulalia night'); // => true
 * ```
 */
export const nameKey = (name: string): string => {
  const called = name.replace(/^\s*@/u, '');
  const words = hasOtherThanAscii.test(called)
    ? piecesOf(called)
        .map(({ text }) => text)
        .join(' ')
    : tokenize(called);
  return words === '' ? foldText(name).trim() : words;
};
