import { cutText } from '#shared/kernel/index.ts';
import { longestKeptMessage } from '#shared/model/index.ts';
const nameLimit = 100;

/**
 * Characters without text: C0 and C1 controls (a tab counts as a space), and Unicode's noncharacter tags
 * block.
 */
const isInvisibleControl = (code: number): boolean =>
  code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0xe0000 && code <= 0xe0fff);

const isLoneSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/**
 * A text that is safe to store and show, with a mapping from the sender's code points to its UTF-16 units.
 */
export interface CleanText {
  readonly text: string;
  /** Returns the offset in `text` of a code point of the original text; null when it is outside the text. */
  offsetOf(codePointIndex: number): number | null;
}

const plainText = /^[\x20-\x7e]*$/;

/**
 * Removes NUL, other control characters and the invisible tag characters that some clients append, replaces
 * lone surrogates, and cuts at 4,000 characters. Direction marks and joiners stay, because scripts and emoji
 * need them.
 */
export const cleanChatText = (raw: string): CleanText => {
  if (raw.length <= longestKeptMessage && plainText.test(raw)) {
    return { text: raw, offsetOf: (index) => (index >= 0 && index <= raw.length ? index : null) };
  }
  const offsets: number[] = [];
  let text = '';
  let count = 0;
  for (const character of raw) {
    const code = character.codePointAt(0) ?? 0;
    const kept = isLoneSurrogate(code)
      ? '\ufffd'
      : code === 0x09
        ? ' '
        : isInvisibleControl(code)
          ? ''
          : character;
    if (kept !== '' && count === longestKeptMessage) break;
    if (kept !== '') count += 1;
    offsets.push(text.length);
    text += kept;
  }
  offsets.push(text.length);
  return { text, offsetOf: (index) => offsets[index] ?? null };
};

/**
 * Returns a name for one line: no control, direction or zero-width characters, single spaces, at most 100
 * characters.
 */
export const cleanName = (raw: string): string =>
  cutText(
    raw
      .slice(0, nameLimit * 4)
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
      .replace(/\s+/gu, ' ')
      .trim(),
    nameLimit,
  );
