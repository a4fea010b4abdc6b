import { expect, it } from 'vitest';
import { readNotes } from './release-notes.ts';

it('reads headings, items over several lines, and paragraphs', () => {
  const notes =
    'Thanks to all.\nEnjoy it.\n\n### Scenes\n\n- **Scenes** switch *faster*\n  than before.\n- See [the manual](https://evil.example).\n\nThe `end`.';
  expect(readNotes(notes)).toEqual([
    { kind: 'text', text: 'Thanks to all. Enjoy it.' },
    { kind: 'heading', text: 'Scenes' },
    { kind: 'item', text: 'Scenes switch faster than before.' },
    { kind: 'item', text: 'See the manual.' },
    { kind: 'text', text: 'The end.' },
  ]);
});

it('leaves markup as text, and reads nothing from nothing', () => {
  expect(readNotes('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'text', text: '<img src=x onerror=alert(1)>' },
  ]);
  expect(readNotes('')).toEqual([]);
});
