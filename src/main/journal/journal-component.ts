import type { Component, ConditionInput, MetricReading } from '#core/index.ts';
import type { Journal } from './port.ts';

/** The condition of a journal that writes and may have another trouble: a full disk ahead, or old records that could not be saved. */
const soundCondition = (problem: string | null): ConditionInput => ({
  type: 'Sound',
  status: problem === null ? 'true' : 'false',
  severity: 'degraded',
  reason: problem === null ? 'NothingWrong' : 'Trouble',
  message: problem ?? 'Nothing is wrong with the file.',
});

/** The journal, so that it can be seen. It is opened and closed with the program, not with this component. */
export const createJournalComponent = (journal: Journal): Component => {
  let writtenBefore: number | null = null;
  return {
    getHealth: (): readonly ConditionInput[] => {
      const { state, problem, dropped, queued } = journal.stats();
      return [
        {
          type: 'Durable',
          status: state === 'open' ? 'true' : 'false',
          severity: 'degraded',
          reason: state === 'open' ? 'OnDisk' : 'MemoryOnly',
          message:
            state === 'open'
              ? 'What happens is kept on disk.'
              : `Cuelight can't save its history. ${problem ?? 'What happens is kept in memory only.'}`,
        },
        soundCondition(state === 'open' ? problem : null),
        {
          type: 'Complete',
          status: dropped === 0 ? 'true' : 'false',
          severity: 'degraded',
          reason: dropped === 0 ? 'NothingDropped' : 'RecordsDropped',
          message:
            dropped === 0
              ? `Nothing was dropped; ${queued} records wait for the disk.`
              : `Cuelight lost ${dropped} history records. They came faster than the disk took them.`,
        },
      ];
    },
    getFact: () => {
      const { written, fileBytes, indexed } = journal.stats();
      const size = fileBytes === null ? 'no file' : `${(fileBytes / 1e6).toFixed(1)} MB`;
      return `${written.toLocaleString('en-GB')} records · ${size}${indexed < 1 ? ` · ${Math.floor(indexed * 100)} % indexed for search` : ''}`;
    },
    getMetrics: (): readonly MetricReading[] => {
      const { written, queued } = journal.stats();
      const rate = writtenBefore === null ? null : written - writtenBefore;
      writtenBefore = written;
      return [
        { name: 'recordsPerSecond', unit: 'per second', value: rate },
        { name: 'queuedRecords', unit: 'records', value: queued },
      ];
    },
    getStatus: () => ({ ...journal.stats() }),
  };
};
