/**
 * Brings texts that people take for the same into one form: upper and lower case, accents and points, full width and
 * half width, ligatures, the digits of all scripts. Search compares folded texts only.
 */

const isAscii = (text: string): boolean => !/[\u0080-\uffff]/.test(text);

/** Invisible characters that stand inside words: joiners, soft hyphens, variation selectors. */
const invisible = /(?!\u200b)\p{Default_Ignorable_Code_Point}+|\u0640+/gu;

/**
 * Marks that writers leave out: accents, vowel points, hamza. The marks of all other scripts are vowels and stay. So do the
 * voicing marks of kana, which make other letters.
 */
const optionalMarks =
  /[[\p{M}&&[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]]--[\u3099\u309a]]+/gv;

/** Letters of Hangul that stand alone, in the three ways in which Unicode has them. */
const jamo = /[\u1100-\u11ff\u3131-\u318e\uffa1-\uffdc]/gu;
const hasJamo = /[\u1100-\u11ff\u3131-\u318e\uffa1-\uffdc]/;
const otherThanJamo = /[^\u1100-\u11ff\u3131-\u318e\uffa1-\uffdc]+/gu;

/** Lone letters of Hangul by their conjoining form, which Unicode would join to syllables that nobody wrote: ㅋㅠ is not 큐. */
const loneJamo: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 0x318e - 0x3131 + 1 }, (_, index) => String.fromCharCode(0x3131 + index)).map(
    (letter) => [letter.normalize('NFKD'), letter],
  ),
);

/** Letters that Unicode does not take apart and that writers do, or that are one letter to readers. */
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

/** The ASCII digit of a digit: in every script the ten of them follow one another, and begin with zero. */
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
