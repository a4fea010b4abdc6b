import type { Component, ConditionInput, MetricReading } from '#core/index.ts';
import type { Journal } from './port.ts';

/**
 * Condition of a journal that can write but may have another problem, such as damaged records or a growing
 * log.
 */
const soundCondition = (problem: string | null): ConditionInput => ({
  type: 'Sound',
  status: problem === null ? 'true' : 'false',
  severity: 'degraded',
  reason: problem === null ? 'NothingWrong' : 'Trouble',
  message: problem ?? 'The file has no problems.',
});

/**
 * Creates the component that shows the journal's health. The program opens and closes the journal, not this
 * component.
 */
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
              ? 'Events are saved to disk.'
              : `Cuelight can't save its history. ${problem ?? 'New events are kept in memory only.'}`,
        },
        soundCondition(state === 'open' ? problem : null),
        {
          type: 'Complete',
          status: dropped === 0 ? 'true' : 'false',
          severity: 'degraded',
          reason: dropped === 0 ? 'NothingDropped' : 'RecordsDropped',
          message:
            dropped === 0
              ? `No records were lost; ${queued} are waiting for the disk.`
              : `Cuelight lost ${dropped} history records. They arrived faster than the disk could write them.`,
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
