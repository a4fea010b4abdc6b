import { describe, expect, it } from 'vitest';
import { hideTexts } from './hide-texts.ts';

const none: ReadonlySet<unknown> = new Set();

describe('the sentence of a fault in a record', () => {
  it('contains no text of the input, at any depth', () => {
    const input = { id: 'token-1', values: { list: ['hunter2', { name: 'Mothwing' }] } };
    expect(hideTexts('"token-1" (hunter2) is no Mothwing.', input, none)).toBe('"…" (…) is no ….');
  });

  it('contains no text of the input, not even inside another text', () => {
    expect(hideTexts('No "secret key" for secret.', { a: 'secret', b: 'secret key' }, none)).toBe(
      'No "…" for ….',
    );
  });

  it('hides a text that the fault quotes on one line', () => {
    expect(hideTexts('There is no “two lines”.', { name: 'two\nlines' }, none)).toBe('There is no “…”.');
  });

  it('keeps recorded values, words that only contain a text, and short words', () => {
    const input = { id: 'obs:main', scene: 'scen', input: 'no' };
    const sentence = 'obs:main has no scene of scenes';
    expect(hideTexts(sentence, input, new Set(['obs:main']))).toBe(sentence);
  });
});
