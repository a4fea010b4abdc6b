const openIsolate = '\u2068';
const closeIsolate = '\u2069';

/** Controls that reverse or embed the text after them: LRE, RLE, PDF, LRO, RLO and the isolates. */
const directionControls = /[\u202a-\u202e\u2066-\u2069]/gu;
/** C0 and C1 controls (terminal escape sequences start with one) and the two line separators of Unicode. */
const controls = /[\p{Cc}\u2028\u2029]+/gu;
/** Scripts that are written from right to left, and marks that make text behave that way. */
const rightToLeft =
  /[\u0590-\u08ff\u200f\u061c\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * No language puts more than six combining marks on a letter. More are piled up to paint over other lines.
 */
const piledMarks = /(\p{M}{6})\p{M}+/gu;

/**
 * Returns a text without piles of combining marks, which would paint over the lines above and below it.
 *
 * @example
 * ```ts
 * trimMarks(`Z${'\u0301'.repeat(50)}`) === `Z${'\u0301'.repeat(6)}`; // => true
 * ```
 */
export const trimMarks = (text: string): string => text.replaceAll(piledMarks, '$1');

/**
 * Returns a text on one line and without controls, for logs, terminals and attributes. Removes direction
 * controls, which would reverse the text after them, and piles of combining marks.
 *
 * @example
 * ```ts
 * plainLine('hi\nthere'); // => 'hi there'
 * ```
 */
export const plainLine = (text: string): string =>
  trimMarks(text.replaceAll(controls, ' ').replaceAll(directionControls, '')).toWellFormed();

/**
 * Returns a foreign text (a name, a title, a chat message) for use inside a sentence. It stays on one line
 * and does not affect the direction of the text around it: right-to-left text is enclosed in FSI and PDI.
 *
 * @example
 * ```ts
 * isolate('שלום'); // => '\u2068שלום\u2069'
 * ```
 */
export const isolate = (text: string): string => {
  const line = plainLine(text);
  return rightToLeft.test(line) ? `${openIsolate}${line}${closeIsolate}` : line;
};

/**
 * Returns JSON that can be read and copied: direction controls are escaped, so that they reverse nothing.
 *
 * @example
 * ```ts
 * escapeDirections('"\u202eabc"'); // => '"\\u202eabc"'
 * ```
 */
export const escapeDirections = (json: string): string =>
  json.replaceAll(directionControls, (control) => `\\u${control.charCodeAt(0).toString(16)}`);

/**
 * Returns a finished sentence that is safe to show beside others. Keeps balanced isolates; removes or closes
 * every control that would reverse the text after the sentence.
 *
 * @example
 * ```ts
 * fenceSentence('Title \u202egnol'); // => 'Title gnol'
 * ```
 */
export const fenceSentence = (sentence: string): string => {
  let open = 0;
  let fenced = '';
  for (const character of sentence.replaceAll(controls, ' ').toWellFormed()) {
    if (/[\u202a-\u202e]/u.test(character)) continue;
    if (character === closeIsolate && open === 0) continue;
    if (/[\u2066-\u2068]/u.test(character)) open += 1;
    else if (character === closeIsolate) open -= 1;
    fenced += character;
  }
  return trimMarks(fenced) + closeIsolate.repeat(open);
};
