/**
 * Returns the number of characters of a text as the platforms count them: Unicode code points. An emoji
 * outside the basic plane is one code point and two UTF-16 units, so never compare `text.length` with a
 * platform's limit.
 *
 * @example
 * ```ts
 * countCharacters('😀'); // => 1
 * ```
 */
export const countCharacters = (text: string): number => {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
};

/**
 * Returns true when a text has at most `limit` code points. Stops reading once the limit is exceeded.
 *
 * @example
 * ```ts
 * fitsCharacters('😀😀', 2); // => true
 * ```
 */
export const fitsCharacters = (text: string, limit: number): boolean =>
  text.length <= limit || (text.length <= 2 * limit && countCharacters(text) <= limit);

/** Returns the end of the first `limit` code points, in UTF-16 units. */
const hardEnd = (text: string, limit: number): number => {
  let count = 0;
  let end = 0;
  for (const character of text) {
    if (count === limit) break;
    count += 1;
    end += character.length;
  }
  return end;
};

/**
 * Returns the last position where the text may be cut to at most `limit` code points, in UTF-16 units. Never
 * inside a character that people see as one, unless that character alone exceeds the limit (a pile of
 * combining marks).
 */
const cutEnd = (text: string, limit: number): number => {
  let count = 0;
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    count += countCharacters(segment);
    if (count > limit) return index > 0 ? index : hardEnd(text, limit);
  }
  return text.length;
};

/**
 * Cuts a text to at most `limit` code points, with `mark` at the end when something was cut. Never splits a
 * surrogate pair, a joined emoji, a flag, or a letter and its marks.
 *
 * @example
 * ```ts
 * cutText('Good evening', 5, '…'); // => 'Good…'
 * ```
 */
export const cutText = (text: string, limit: number, mark = ''): string =>
  fitsCharacters(text, limit)
    ? text
    : text.slice(0, cutEnd(text, Math.max(0, limit - countCharacters(mark)))) + mark;

/**
 * Splits a text into pieces of at most `limit` code points, at white space if possible and never inside a
 * character that people see as one. White space inside a piece stays unchanged. An empty text gives no
 * pieces.
 *
 * @example
 * ```ts
 * splitText('Good evening all', 8); // => ['Good', 'evening', 'all']
 * ```
 */
export const splitText = (text: string, limit: number): string[] => {
  const pieces: string[] = [];
  let piece = '';
  for (const [, gap = '', word = ''] of text.trim().matchAll(/(\s*)(\S+)/gu)) {
    if (piece !== '' && fitsCharacters(piece + gap + word, limit)) {
      piece += gap + word;
      continue;
    }
    if (piece !== '') pieces.push(piece);
    piece = word;
    while (!fitsCharacters(piece, limit)) {
      const end = cutEnd(piece, limit);
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
    }
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
};
