import { describe, expect, it } from 'vitest';
import { hideTexts } from './hide-texts.ts';

const none: ReadonlySet<unknown> = new Set();

describe('the sentence of a fault in a record', () => {
  it('has none of the texts of the input, however deep they stand', () => {
    const input = { id: 'token-1', values: { list: ['hunter2', { name: 'Mothwing' }] } };
    expect(hideTexts('"token-1" (hunter2) is no Mothwing.', input, none)).toBe('"…" (…) is no ….');
  });

  it('has a text nowhere, not even where it stands in another one', () => {
    expect(hideTexts('No "secret key" for secret.', { a: 'secret', b: 'secret key' }, none)).toBe(
      'No "…" for ….',
    );
  });

  it('hides a text that the fault put on one line', () => {
    expect(hideTexts('There is no “two lines”.', { name: 'two\nlines' }, none)).toBe('There is no “…”.');
  });

  it('keeps what the record holds anyway, words that only contain a text, and short words', () => {
    const input = { id: 'obs:main', scene: 'scen', input: 'no' };
    const sentence = 'obs:main has no scene of scenes';
    expect(hideTexts(sentence, input, new Set(['obs:main']))).toBe(sentence);
  });
});
