import { foldText } from './fold-text.ts';

/**
 * The one tokenizer of every search. The journal's index, its queries and the filters over texts in memory all cut texts by it, so that
 * they cannot disagree. Scripts that write without spaces are cut into overlapping pairs of characters: 今日は becomes
 * 今日, 日は, は. Any part of such a text is then a row of pairs, and a single character is the beginning of one.
 */

/** Scripts that put no spaces between words, and Hangul, which puts them between groups of words. */
const unspaced =
  String.raw`[[\p{L}\p{N}\p{M}]&&[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}` +
  String.raw`\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Lana}\p{scx=Tale}\p{scx=Talu}\p{scx=Tavt}\p{scx=Java}\p{scx=Bali}]]`;
const spaced = String.raw`[[\p{L}\p{N}\p{M}\p{Co}]--${unspaced}]`;
const pictures = String.raw`\p{RI}{2}|[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{RI}]`;

/** A word, a run of an unspaced script, or a picture; all else parts them. */
const pieces = new RegExp(`${spaced}+|${unspaced}+|${pictures}`, 'gv');
const beginsWord = new RegExp(`^${spaced}`, 'v');
const beginsRun = new RegExp(`^${unspaced}`, 'v');
/** An unseen place to break a line, between characters that need no space. */
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

/** The pairs of a run; the last character stands alone, so that it can be found as a beginning too. */
const pairsOf = (run: string): readonly string[] => {
  const characters = Array.from(run);
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
};

const tokensOf = (found: readonly Piece[]): readonly string[] =>
  found.flatMap(({ text, kind }) => (kind === 'unspaced' ? pairsOf(text) : [text]));

/** A text as its tokens, in order, with a space between each two. */
export const tokenize = (text: string): string =>
  hasOtherThanAscii.test(text)
    ? tokensOf(piecesOf(text)).join(' ')
    : text
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, ' ')
        .trim();

/**
 * A text as it goes into an index that cuts at all ASCII characters but letters and digits, and reads capitals as small letters:
 * what `tokenize` gives. A text of ASCII alone stays as it is, because cutting it twice would cost every row.
 *
 * @example
 * ```ts
 * toIndexText('Grüße'); // => 'grusse'
 * ```
 */
export const toIndexText = (text: string): string => (hasOtherThanAscii.test(text) ? tokenize(text) : text);

/** Words in a row, as the tokens that they are in a text. */
export interface SearchPhrase {
  readonly tokens: readonly string[];
  /** True when the last token may be longer in the text. */
  readonly prefix: boolean;
}

/**
 * What a person typed into a search box. Every word must occur. The last one may be unfinished, because the person may still be
 * typing, and a space behind it says that it is not. Nothing that is typed has a special meaning, so nothing can be an error.
 */
export interface SearchTerms {
  /** Words with tokens; `sub-word` is two tokens in a row. */
  readonly phrases: readonly SearchPhrase[];
  /** Words without any (`:)`), which are looked for letter by letter. */
  readonly literals: readonly string[];
}

/** The phrase of one word; null when it has no tokens. */
const phraseOf = (word: string, unfinished: boolean): SearchPhrase | null => {
  const found = piecesOf(word);
  const last = found.at(-1);
  if (!last) return null;
  if (last.kind !== 'unspaced')
    return { tokens: tokensOf(found), prefix: unfinished && last.kind === 'word' };
  const pairs = pairsOf(last.text);
  // In the text the run may go on after its last character: that one stands in the last pair already.
  const lastTokens = pairs.length === 1 ? pairs : pairs.slice(0, -1);
  return { tokens: [...tokensOf(found.slice(0, -1)), ...lastTokens], prefix: pairs.length === 1 };
};

/**
 * Returns what a search for a text looks for: phrases of tokens, and the words that have none, such as signs.
 * The last word may be longer in the text unless white space follows it.
 *
 * @example
 * ```ts
 * parseSearchTerms('Good ').phrases; // => [{ tokens: ['good'], prefix: false }]
 * ```
 */
export const parseSearchTerms = (text: string): SearchTerms => {
  const finished = endsInBreak.test(text);
  // Halves of characters, which a text that was cut may end in, are not kept by a database as they are.
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
 * True when the texts together have everything that is looked for. A phrase stands within one of them.
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
 * True when a search for the query finds the text: what every index is held to.
 *
 * @example
 * ```ts
 * matches('今日の配信はとても楽しい', '配信'); // => true
 * ```
 */
export const matches = (text: string, query: string): boolean =>
  matchesTerms(parseSearchTerms(query), [text]);

/**
 * A person's name as it is compared: the same for `Eulalia Night`, `eulalia night` and `EULALIA_NIGHT`.
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
