import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCharacters, cutText, fitsCharacters, splitText } from './text-length.ts';

const family = '👩‍👩‍👧‍👦';
const flag = '🇩🇪';
const accented = 'e\u0301\u0323';
const clusters = [family, flag, accented, '😀', '👍🏽', '한', '\r\n', 'क्षि'];
const graphemes = (text: string): string[] =>
  Array.from(
    new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text),
    ({ segment }) => segment,
  );
const anyText = fc
  .string({ unit: 'binary' })
  .chain((noise) =>
    fc
      .array(fc.constantFrom(...clusters, ' ', 'word', '\n', noise), { maxLength: 40 })
      .map((list) => list.join('')),
  );

describe('counting characters', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['😀'.repeat(251), 251],
    [family, 7],
    [flag, 2],
    ['\ud83d', 1],
  ])('%j has %i characters', (text, count) => {
    expect(countCharacters(text)).toBe(count);
    expect(fitsCharacters(text, count)).toBe(true);
    expect(fitsCharacters(text, count - 1)).toBe(false);
  });
});

describe('cutting a text', () => {
  it('leaves a text that fits unchanged', () => {
    expect(cutText('😀'.repeat(500), 500, '…')).toBe('😀'.repeat(500));
  });

  it.each(clusters)('never cuts inside %j', (cluster) => {
    const long = cluster.repeat(50);
    for (let limit = countCharacters(cluster) + 1; limit < 30; limit += 1) {
      const kept = cutText(long, limit, '…').slice(0, -1);
      expect(kept).toBe(cluster.repeat(kept.length / cluster.length));
    }
  });

  it('counts the ellipsis, and cuts inside a pile of combining marks', () => {
    expect(countCharacters(cutText('x'.repeat(50), 10, '…'))).toBe(10);
    expect(countCharacters(cutText(`a${'\u0301'.repeat(100)}`, 10))).toBe(10);
    expect(cutText('😀\u0301', 1)).toBe('😀');
  });

  it('keeps the limit and stays well formed for any text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const cut = cutText(text, limit, '…');
        expect(countCharacters(cut)).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed() || !text.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('splitting a text', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['one two three', ['one two', 'three']],
    ['abcdefghijkl', ['abcdefgh', 'ijkl']],
    ['ab abcdefghijkl', ['ab', 'abcdefgh', 'ijkl']],
    ['a\nb  c defgh', ['a\nb  c', 'defgh']],
    ['😀😀😀😀 😀😀😀😀', ['😀😀😀😀', '😀😀😀😀']],
    ['😀😀😀😀 😀😀😀', ['😀😀😀😀 😀😀😀']],
  ])('%j at 8', (text, pieces) => {
    expect(splitText(text, 8)).toEqual(pieces);
  });

  it('loses only white space, keeps the limit, and cuts between whole characters', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 8, max: 30 }), (text, limit) => {
        const pieces = splitText(text, limit);
        const bare = (value: string): string => value.replaceAll(/\s+/gu, '');
        expect(bare(pieces.join(''))).toBe(bare(text));
        for (const piece of pieces) expect(countCharacters(piece)).toBeLessThanOrEqual(limit);
      }),
    );
    const joined = `${family}${flag}${accented}`.repeat(20);
    expect(splitText(joined, 11).flatMap(graphemes)).toEqual(graphemes(joined));
  });
});
