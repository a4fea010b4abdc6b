import { expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { BackupKeeper } from './backup-keeper.ts';
import { createBackupsComponent } from './backups-component.ts';

it('reports unhealthy backups after a failed backup', async () => {
  const trouble = 'The disk is full.';
  const fault = new Fault('backup.failed', trouble, { kind: 'transient' });
  const status: BackupKeeper['status'] = { fault, lastGood: null, newestAt: null, count: 0, bytes: 0 };
  const component = createBackupsComponent({ status } as BackupKeeper, createFakeClock());
  const conditions = (await component.getHealth?.(new AbortController().signal)) ?? [];
  const telling = conditions.filter(({ message }) => message.includes(trouble));
  expect(telling.map(({ status: holds }) => holds)).toEqual(['false']);
});
