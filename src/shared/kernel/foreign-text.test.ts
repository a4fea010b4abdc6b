import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenceSentence, isolate, plainLine } from './foreign-text.ts';

const openings = (text: string): number => text.match(/[\u2066-\u2068]/gu)?.length ?? 0;
const closings = (text: string): number => text.match(/\u2069/gu)?.length ?? 0;

describe('foreign text', () => {
  it.each([
    ['Maple_Otter', 'Maple_Otter'],
    ['nasty \u202etxet lever', 'nasty txet lever'],
    ['שלום', '\u2068שלום\u2069'],
    ['\u2067open', 'open'],
    ['close\u2069 me', 'close me'],
    ['two\r\nlines\u2028three', 'two lines three'],
    ['\u001b[31mred', ' [31mred'],
    ['half \ud83d', 'half \ufffd'],
    ['👩‍👩‍👧‍👦 é', '👩‍👩‍👧‍👦 é'],
    [`Z${'\u0301'.repeat(50)}a`, `Z${'\u0301'.repeat(6)}a`],
  ])('inside a sentence, %j becomes %j', (text, isolated) => {
    expect(isolate(text)).toBe(isolated);
  });

  it('never forges a log line', () => {
    expect(plainLine('hi\n2026-01-01 ERROR everything is lost')).toBe(
      'hi 2026-01-01 ERROR everything is lost',
    );
  });

  it('never reverses the text after it', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'ש', '\u202e', '\u202c', '\u2066', '\u2068', '\u2069', '\n'),
        }),
        (text) => {
          for (const shown of [isolate(text), fenceSentence(text), fenceSentence(isolate(text))]) {
            expect(shown).not.toMatch(/[\u202a-\u202e\n]/u);
            expect(openings(shown)).toBe(closings(shown));
          }
          expect(fenceSentence(isolate(text))).toBe(isolate(text));
        },
      ),
    );
  });
});
