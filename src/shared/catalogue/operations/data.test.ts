import { describe, expect, it } from 'vitest';
import { backupCreate, backupRestore, diagnosticsSave, viewerDelete } from './data.ts';

const backup = { id: 'b', at: 1, reason: 'asked-for', version: '1', journal: null } as const;
const viewer = { platform: 'twitch', userId: '42' };

describe('the operations on what is kept', () => {
  it.each([
    [812, '1 KB'],
    [99_999, '100 KB'],
    [4_130_000, '4.1 MB'],
  ])('say how large a backup of %i bytes is', (bytes, size) => {
    expect(backupCreate.done({ ...backup, bytes }, {})).toBe(`A backup of ${size} was made and checked.`);
  });

  it.each([
    [
      { messages: 1_200, events: 1, thorough: true, backups: 0 },
      '1,200 messages deleted, and the name taken out of 1 event.',
    ],
    [
      { messages: 1, events: 0, thorough: false, backups: 2 },
      '1 message deleted, and the name taken out of 0 events. Remains may stand in unused places of the journal’s file for a while. 2 backups may hold them until they go.',
    ],
  ])('say what is left of a viewer who was deleted', (result, words) => {
    expect(viewerDelete.done(result, viewer)).toBe(words);
  });

  it('keep nothing of a viewer who is deleted, by which they could be known again', () => {
    expect([viewerDelete.keeps, viewerDelete.target(viewer)]).toEqual([[], null]);
  });

  it('ask a person before something goes, or comes back over what is there', () => {
    expect(viewerDelete.confirmation(viewer)).toMatchObject({ title: 'Delete 42 of Twitch' });
    expect(backupRestore.confirmation({ id: 'b', settings: true, journal: false })).not.toBeNull();
    expect(backupCreate.confirmation({})).toBeNull();
  });

  it('take no time that ends before it begins', () => {
    expect(diagnosticsSave.input.safeParse({ from: 2, to: 1 }).success).toBe(false);
    expect(diagnosticsSave.input.parse({ from: 1, to: 2 })).toEqual({ from: 1, to: 2, withChat: false });
  });
});
