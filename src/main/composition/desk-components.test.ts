import { describe, expect, it } from 'vitest';
import type { BackupKeeper } from '#main/backup/index.ts';
import type { Journal } from '#main/journal/index.ts';
import { Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createBackupsComponent } from './data-backups.ts';
import { createJournalComponent } from './desk-components.ts';

const trouble = 'Old records could not be deleted from the journal: disk I/O error.';
const stats = { state: 'open', problem: null, queued: 0, written: 1, dropped: 0, fileBytes: 1 } as const;

const journal = (changes: Partial<ReturnType<Journal['stats']>>) =>
  createJournalComponent({ stats: () => ({ ...stats, ...changes }) } as Journal);
const backups = (status: BackupKeeper['status']) =>
  createBackupsComponent({ status } as BackupKeeper, createFakeClock());
const fault = new Fault('backup.failed', trouble, { kind: 'transient' });

/** Every way in which a component of the control desk knows that something is wrong; the vault has tests of its own. */
const troubles = [
  ['a journal that cannot reach the disk', journal({ state: 'memory-only', problem: trouble })],
  ['a journal that writes and has another trouble', journal({ problem: trouble })],
  ['a backup that failed', backups({ fault, lastGood: null, newestAt: null, count: 0, bytes: 0 })],
] as const;

describe('a component of the control desk', () => {
  it.each(troubles)('is not healthy beside its own trouble: %s', async (_, component) => {
    const conditions = (await component.getHealth?.(new AbortController().signal)) ?? [];
    const telling = conditions.filter(({ message }) => message.includes(trouble));
    expect(telling.map(({ status }) => status)).toEqual(['false']);
  });

  it('is healthy when nothing is wrong', async () => {
    const conditions = (await journal({}).getHealth?.(new AbortController().signal)) ?? [];
    expect(conditions.map(({ status }) => status)).toEqual(['true', 'true', 'true']);
  });
});
