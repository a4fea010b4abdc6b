/** The door of the history: what happens becomes rows of the journal here, and rows become what was. */
export { readEarlierOutages } from './earlier-outages.ts';
export { HistoryRecorder } from './history-recorder.ts';
export { readHoldings } from './holdings.ts';
export { recordInJournal } from './journal-recorder.ts';
export { keepRecords } from './keep-records.ts';
export { keepRollups } from './keep-rollups.ts';
export { readMetricLines } from './metric-lines.ts';
export { MetricsRecorder } from './metrics-recorder.ts';
export { endWhatWasLeftOpen } from './open-ends.ts';
export { readRecordLines } from './record-lines.ts';
