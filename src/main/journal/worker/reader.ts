import { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import { assertNever } from '#shared/kernel/index.ts';
import { recordKinds } from '../records/index.ts';
import { backUp } from './back-up.ts';
import type { CancelledQueries } from './cancelled-queries.ts';
import type { Query, QueryAnswer, ReaderReply, ReaderRequest } from './protocol.ts';
import { selectChat } from './select-chat.ts';
import { selectEvents } from './select-events.ts';
import { answerHistory } from './answer-history.ts';
import { selectRecords, selectRollups } from './select-records.ts';
import { selectHealthAt, selectTransitions } from './select-transitions.ts';
import { describeSqliteError } from './sqlite-errors.ts';
import { selectViewer } from './viewer.ts';

/** Message of the reply to a cancelled query. */
export const cancelledMessage = 'cancelled';

const answerQuery = (
  database: DatabaseSync,
  file: string,
  query: Query,
): QueryAnswer | Promise<QueryAnswer> => {
  switch (query.kind) {
    case 'events':
      return selectEvents(database, query.filter, query.limit);
    case 'chat':
      return selectChat(database, query.filter, query.limit);
    case 'transitions':
      return selectTransitions(database, query.since, query.limit);
    case 'health-at':
      return selectHealthAt(database, query.at);
    case 'records':
      return selectRecords(database, recordKinds[query.recordKind], query.filter, query.limit);
    case 'rollups':
      return selectRollups(database, query.filter, query.limit);
    case 'history':
      return { kind: 'history', answer: answerHistory(database, query.query) };
    case 'viewer':
      return selectViewer(database, query.viewer);
    case 'backup':
      return backUp(file, query.file).then((backup) => ({ kind: 'backup', backup }));
    default:
      return assertNever(query);
  }
};

/**
 * Answers queries one after another on a read-only connection. A close request waits for a running copy,
 * closes the connection and ends the thread.
 */
export const runReader = (port: MessagePort, file: string, cancelled: CancelledQueries): void => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  let current = 0;
  // SQLite calls this function for every row that a search visits. It is the only place where a running
  // search can be cancelled.
  database.function('not_cancelled', () => {
    if (cancelled.has(current)) throw new Error(cancelledMessage);
    return 1;
  });
  const answer = async (id: number, query: Query): Promise<ReaderReply> => {
    current = id;
    if (cancelled.has(id)) return { id, failure: cancelledMessage };
    try {
      return { id, answer: await answerQuery(database, file, query) };
    } catch (thrown) {
      return { id, failure: describeSqliteError(thrown) };
    }
  };
  const underWay = new Set<Promise<void>>();
  /** Waits for a running copy: closing the connection during a copy crashes Node. */
  const close = async (): Promise<void> => {
    await Promise.all(underWay);
    database.close();
    port.close();
  };
  port.on('message', (body: Uint8Array) => {
    const request: ReaderRequest = deserialize(body);
    if (request.type === 'close') {
      void close();
      return;
    }
    const answered = answer(request.id, request.query)
      .then((reply) => port.postMessage(serialize(reply)))
      .finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
};
