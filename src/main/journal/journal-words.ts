import { Fault } from '#shared/kernel/index.ts';
import type { ThreadLoss } from './threads/thread-port.ts';
import type { WriterReply } from './worker/protocol.ts';

export const describeSalvage = ({
  source,
  taken,
  gaps,
}: Extract<WriterReply, { type: 'salvaged' }>): string => {
  const rest = gaps > 0 ? '; what stood in its damaged places is lost' : '';
  return `The journal was damaged. ${taken} of its records were taken over into a new one${rest}. The damaged file is kept as ${source}; delete it when you do not need it.`;
};

export const describeSalvageFailure = (reason: string): string =>
  `The records of the damaged journal are not all taken over: ${reason}. It goes on at the next start.`;

export const describeLoss = (file: string, { reason, retryMs }: ThreadLoss): string =>
  `The journal ${file} is not being written: ${reason}. Records are held in memory; the next attempt follows within ${Math.max(1, Math.ceil(retryMs / 1_000))} s.`;

export const notTakenIn = (reason: string): Fault =>
  new Fault(
    'journal.not-taken-in',
    `The records could not be taken into the journal: ${reason}. Try again.`,
    {
      kind: 'transient',
    },
  );

export const viewerNotDeleted = (reason: string): Fault =>
  new Fault(
    'journal.viewer-not-deleted',
    `The viewer could not be deleted from the journal: ${reason}. Try again.`,
    { kind: 'transient' },
  );

/** As the writing thread has it. */
const walAlarmMegabytes = 64;

export const describePinnedLog = (file: string): string =>
  `The write-ahead log ${file}-wal grows beyond ${walAlarmMegabytes} MB, because a program keeps reading an old state of the journal. Close other programs that have it open.`;

/** `outage` is why nothing reaches the disk; null while it does. */
export const notDurable = (outage: string | null): Fault =>
  new Fault(
    'journal.not-durable',
    outage ?? 'More was recorded at once than the disk takes; the oldest records were dropped.',
    { kind: 'transient' },
  );

export const recordsLost = (lost: number, outage: string | null, closeLimitMs: number): Fault =>
  new Fault(
    'journal.records-lost',
    `${lost} records were not written when the journal was closed. ${outage ?? `The disk was too slow to write them within ${closeLimitMs / 1_000} s.`}`,
    { kind: 'transient' },
  );
