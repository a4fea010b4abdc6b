/**
 * Folds texts that people consider equal into one form: upper and lower case, accents and points, full width
 * and half width, ligatures, the digits of all scripts. Search compares only folded texts.
 */

const isAscii = (text: string): boolean => !/[\u0080-\uffff]/.test(text);

/** Invisible characters inside words: joiners, soft hyphens, variation selectors. */
const invisible = /(?!\u200b)\p{Default_Ignorable_Code_Point}+|\u0640+/gu;

/**
 * Marks that writers often omit: accents, vowel points, hamza. The marks of all other scripts are vowels and
 * stay. So do the voicing marks of kana, which make different letters.
 */
const optionalMarks =
  /[[\p{M}&&[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]]--[\u3099\u309a]]+/gv;

/** Single Hangul letters, in the three ways in which Unicode encodes them. */
const jamo = /[\u1100-\u11ff\u3131-\u318e\uffa1-\uffdc]/gu;
const hasJamo = /[\u1100-\u11ff\u3131-\u318e\uffa1-\uffdc]/;
const otherThanJamo = /[^\u1100-\u11ff\u3131-\u318e\uffa1-\uffdc]+/gu;

/**
 * Single Hangul letters by their conjoining form. Unicode would join them to syllables that nobody wrote: ㅋㅠ
 * is not 큐.
 */
const loneJamo: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 0x318e - 0x3131 + 1 }, (_, index) => String.fromCharCode(0x3131 + index)).map(
    (letter) => [letter.normalize('NFKD'), letter],
  ),
);

/** Letters that Unicode does not decompose although writers do, or that readers consider the same letter. */
const sameLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
  // Alef wasla, alef maksura, Farsi yeh, keheh, teh marbuta.
  '\u0671': '\u0627',
  '\u0649': '\u064a',
  '\u06cc': '\u064a',
  '\u06a9': '\u0643',
  '\u0629': '\u0647',
};
const lettersToReplace = /[ßæœøłđðþħıς\u0671\u0649\u06cc\u06a9\u0629]/gu;

const otherDigits = /[\p{Nd}--[0-9]]/gv;
const isDigit = (code: number): boolean => /^\p{Nd}$/u.test(String.fromCodePoint(code));

/** Returns the ASCII digit of a digit: in every script the ten digits are consecutive and start with zero. */
const asciiDigit = (digit: string): string => {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && isDigit(zero - 1)) zero -= 1;
  return String(code - zero);
};

const foldPart = (part: string): string =>
  part.normalize('NFKD').replaceAll(optionalMarks, '').normalize('NFC').toLowerCase();

export const foldText = (text: string): string => {
  if (isAscii(text)) return text.toLowerCase();
  const visible = text.replaceAll(invisible, '').normalize('NFC');
  const folded = hasJamo.test(visible)
    ? visible
        .replaceAll(otherThanJamo, foldPart)
        .replaceAll(jamo, (letter) => loneJamo.get(letter.normalize('NFKD')) ?? letter)
    : foldPart(visible);
  return folded
    .replaceAll(lettersToReplace, (letter) => sameLetters[letter] ?? letter)
    .replaceAll(otherDigits, asciiDigit);
};
