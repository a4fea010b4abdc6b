import type { DatabaseSync } from 'node:sqlite';
import { assertNever } from '#shared/kernel/index.ts';
import type { HistoryAnswer, HistoryQuery } from '../journal-history-port.ts';
import { selectEvent } from './select-events.ts';
import { selectHoldings } from './select-holdings.ts';
import { selectMoment } from './select-moment.ts';
import { selectMetricHistory } from './select-records.ts';
import { selectRuns, selectStrips } from './select-strips.ts';
import { selectTransitionPage } from './select-transitions.ts';

export const answerHistory = (database: DatabaseSync, query: HistoryQuery): HistoryAnswer => {
  switch (query.kind) {
    case 'moment':
      return { kind: 'moment', moment: selectMoment(database, query.at) };
    case 'strips':
      return { kind: 'strips', strips: selectStrips(database, query.from, query.before, query.cells) };
    case 'transitions':
      return { kind: 'transitions', page: selectTransitionPage(database, query) };
    case 'metrics':
      return { kind: 'metrics', rollups: selectMetricHistory(database, query.filter) };
    case 'runs':
      return { kind: 'runs', runs: selectRuns(database, query.from, query.before) };
    case 'event':
      return { kind: 'event', event: selectEvent(database, query.id) };
    case 'holdings':
      return { kind: 'holdings', holdings: selectHoldings(database) };
    default:
      return assertNever(query);
  }
};
