const openIsolate = '\u2068';
const closeIsolate = '\u2069';

/** Controls that turn or embed what follows: LRE, RLE, PDF, LRO, RLO and the isolates. */
const directionControls = /[\u202a-\u202e\u2066-\u2069]/gu;
/** C0 and C1 controls (escape sequences of a terminal begin with one) and the two line separators of Unicode. */
const controls = /[\p{Cc}\u2028\u2029]+/gu;
/** Scripts that are written from right to left, and marks that make text behave so. */
const rightToLeft =
  /[\u0590-\u08ff\u200f\u061c\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Six combining marks are more than any language writes on one letter; the rest is piled up to paint over other lines. */
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
 * Returns a text on one line, without controls: fit for a log, a terminal and an attribute. Direction controls go too, as
 * they would turn what stands after them, and so do piles of combining marks.
 *
 * @example
 * ```ts
 * plainLine('hi\nthere'); // => 'hi there'
 * ```
 */
export const plainLine = (text: string): string =>
  trimMarks(text.replaceAll(controls, ' ').replaceAll(directionControls, '')).toWellFormed();

/**
 * Returns a foreign text (a name, a title, what somebody wrote) fit to stand inside a sentence of ours. It stays on one
 * line and changes the direction of nothing around it: a text that runs from right to left is put between FSI and PDI.
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
 * Returns JSON that can be read and copied as it is: controls of direction stand in it as escapes, and turn nothing.
 *
 * @example
 * ```ts
 * escapeDirections('"\u202eabc"'); // => '"\\u202eabc"'
 * ```
 */
export const escapeDirections = (json: string): string =>
  json.replaceAll(directionControls, (control) => `\\u${control.charCodeAt(0).toString(16)}`);

/**
 * Returns a finished sentence that is safe to show beside others. Isolates that are balanced stay; whatever would turn the
 * text after it is taken out or closed.
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
