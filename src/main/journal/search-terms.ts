/**
 * What a person typed into a search box, taken apart. Every word must occur; the last one may be unfinished, because
 * the person may still be typing, and is finished when something that parts words stands behind it. Nothing that is typed has a special meaning, so nothing that is typed can be an error.
 */
export interface SearchTerms {
  /** Words with letters or digits, each as the tokens the index knows; `sub-word` is two tokens in a row. */
  readonly phrases: readonly { readonly tokens: readonly string[]; readonly prefix: boolean }[];
  /** Words without any (`:)`, emoji), which the index does not know and which are looked for letter by letter. */
  readonly literals: readonly string[];
}

const wordBreaks = /[\s\p{C}]+/u;
const endsInBreak = /[\s\p{C}]$/u;
/** The same characters as SQLite's `unicode61` tokenizer: letters, digits and private use are tokens, the rest parts them. */
const tokenBreaks = /[^\p{L}\p{N}\p{Co}]+/u;

/** A text as the index sees it: lower case, without accents, cut into tokens. */
const tokenize = (text: string): readonly string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .split(tokenBreaks)
    .filter((token) => token !== '');

export const parseSearchTerms = (text: string): SearchTerms => {
  const finished = endsInBreak.test(text);
  const words = text.split(wordBreaks).filter((word) => word !== '');
  const phrases: SearchTerms['phrases'][number][] = [];
  const literals: string[] = [];
  words.forEach((word, index) => {
    const tokens = tokenize(word);
    if (tokens.length === 0) literals.push(word);
    else phrases.push({ tokens, prefix: !finished && index === words.length - 1 });
  });
  return { phrases, literals };
};

/** The search without the word that may be unfinished; null when there is no such word. */
export const withoutUnfinished = ({ phrases, literals }: SearchTerms): SearchTerms | null =>
  phrases.some(({ prefix }) => prefix)
    ? { phrases: phrases.filter(({ prefix }) => !prefix), literals }
    : null;

/** The FTS5 query for the phrases; null when there are none and the index is of no use. */
export const toFtsQuery = (terms: SearchTerms): string | null =>
  terms.phrases.length === 0
    ? null
    : terms.phrases.map(({ tokens, prefix }) => `"${tokens.join(' ')}"${prefix ? '*' : ''}`).join(' AND ');

/** The same search over texts in memory. */
export const matchesTerms = (terms: SearchTerms, texts: readonly string[]): boolean => {
  const haystack = texts.map((text) => ` ${tokenize(text).join(' ')} `).join('\n');
  return (
    terms.phrases.every(({ tokens, prefix }) =>
      haystack.includes(` ${tokens.join(' ')}${prefix ? '' : ' '}`),
    ) && terms.literals.every((literal) => texts.some((text) => text.includes(literal)))
  );
};
