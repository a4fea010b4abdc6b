import { Fault } from '#shared/kernel/index.ts';
import type { ThreadLoss } from './threads/thread-port.ts';
import type { WriterReply } from './worker/protocol.ts';

export const describeSalvage = ({
  source,
  taken,
  gaps,
}: Extract<WriterReply, { type: 'salvaged' }>): string => {
  const rest = gaps > 0 ? '; records in its damaged places are lost' : '';
  return `The journal was damaged. ${taken} of its records were recovered into a new journal${rest}. The damaged file was renamed to ${source}. Delete it when you don't need it.`;
};

export const describeSalvageFailure = (reason: string): string =>
  `Not all records of the damaged journal were recovered yet: ${reason}. Recovery continues at the next start.`;

export const describeLoss = (file: string, { reason, retryMs }: ThreadLoss): string =>
  `The journal ${file} can't be written: ${reason}. Records are kept in memory. The next attempt is within ${Math.max(1, Math.ceil(retryMs / 1_000))} s.`;

export const importFailed = (reason: string): Fault =>
  new Fault(
    'journal.not-taken-in',
    `The records couldn't be imported into the journal: ${reason}. Try again.`,
    {
      kind: 'transient',
    },
  );

export const deletionFailed = (reason: string): Fault =>
  new Fault(
    'journal.viewer-not-deleted',
    `The viewer couldn't be deleted from the journal: ${reason}. Try again.`,
    { kind: 'transient' },
  );

/** The same limit as in the writer thread. */
const walAlarmMegabytes = 64;

export const describePinnedLog = (file: string): string =>
  `The write-ahead log ${file}-wal has grown beyond ${walAlarmMegabytes} MB because another program keeps the journal open. Close that program.`;

/**
 * Returns the fault for records that are not on disk. `outage` is the reason; null when the queue overflowed.
 */
export const notDurable = (outage: string | null): Fault =>
  new Fault(
    'journal.not-durable',
    outage ?? 'Records arrived faster than the disk could write them. The oldest were dropped.',
    { kind: 'transient' },
  );

export const recordsLost = (lost: number, outage: string | null, closeLimitMs: number): Fault =>
  new Fault(
    'journal.records-lost',
    `${lost} records were lost when the journal was closed. ${outage ?? `The disk was too slow to write them within ${closeLimitMs / 1_000} s.`}`,
    { kind: 'transient' },
  );

/** Returns the fault of an answer that belongs to another question. */
export const mixedUp = (): Fault =>
  new Fault('journal.mixed-up', 'The journal sent an answer of the wrong kind. Try again.', {
    kind: 'defect',
  });
