/**
 * Entry point of history, which turns events into rows of the journal, and rows into answers about the past.
 */
export { readEarlierOutages } from './earlier-outages.ts';
export { HistoryRecorder } from './history-recorder.ts';
export { readHoldings } from './holdings.ts';
export { recordInJournal } from './journal-recorder.ts';
export { keepRecords } from './keep-records.ts';
export { keepRollups } from './keep-rollups.ts';
export { readMetricLines } from './metric-lines.ts';
export { MetricsRecorder } from './metrics-recorder.ts';
export { closeOpenRecords } from './open-records.ts';
export { readRecordLines } from './record-lines.ts';
