import { describe, expect, it } from 'vitest';
import { backupCreate, backupRestore, diagnosticsSave, viewerDelete } from './data.ts';

const backup = { id: 'b', at: 1, reason: 'asked-for', version: '1', journal: null } as const;
const viewer = { platform: 'twitch', userId: '42' };

describe('the operations on stored data', () => {
  it.each([
    [812, '1 KB'],
    [99_999, '100 KB'],
    [4_130_000, '4.1 MB'],
  ])('report the size of a backup of %i bytes', (bytes, size) => {
    expect(backupCreate.done({ ...backup, bytes }, {})).toBe(`A backup of ${size} was made and checked.`);
  });

  it.each([
    [
      { messages: 1_200, events: 1, thorough: true, backups: 0 },
      '1,200 messages deleted, and the name removed from 1 event.',
    ],
    [
      { messages: 1, events: 0, thorough: false, backups: 2 },
      '1 message deleted, and the name removed from 0 events. Traces may remain in unused pages of the journal file for a while. 2 backups may still contain their data.',
    ],
  ])('report what remains of a deleted viewer', (result, words) => {
    expect(viewerDelete.done(result, viewer)).toBe(words);
  });

  it('record nothing that could identify a deleted viewer', () => {
    expect([viewerDelete.keeps, viewerDelete.target(viewer)]).toEqual([[], null]);
  });

  it('ask for confirmation before they delete data or overwrite it', () => {
    expect(viewerDelete.confirmation(viewer)).toMatchObject({ title: 'Delete 42 of Twitch' });
    expect(backupRestore.confirmation({ id: 'b', settings: true, journal: false })).not.toBeNull();
    expect(backupRestore.confirmation({ id: 'b', settings: false, journal: true })?.text).toBe(
      'Missing records are added to the journal, and none is deleted. The current state is backed up first.',
    );
    expect(backupCreate.confirmation({})).toBeNull();
  });

  it('refuse a time span that ends before it begins', () => {
    expect(diagnosticsSave.input.safeParse({ from: 2, to: 1 }).success).toBe(false);
    expect(diagnosticsSave.input.parse({ from: 1, to: 2 })).toEqual({ from: 1, to: 2, withChat: false });
  });
});
