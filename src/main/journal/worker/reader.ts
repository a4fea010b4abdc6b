import { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { assertNever } from '#shared/kernel/index.ts';
import { backUp } from './back-up.ts';
import type { Query, QueryAnswer, ReaderReply, ReaderRequest } from './protocol.ts';
import { selectChat } from './select-chat.ts';
import { selectEvents } from './select-events.ts';
import { answerHistory } from './answer-history.ts';
import { selectRecords, selectRollups } from './select-records.ts';
import { selectHealthAt, selectTransitions } from './select-transitions.ts';
import { describeSqliteError } from './sqlite-errors.ts';
import { selectViewer } from './viewer.ts';

/** The message of an answer that nobody waits for any more. */
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
      return selectRecords(database, query.recordKind, query.filter, query.limit);
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

/** Answers queries one after another on a connection that cannot write. */
export const runReader = (port: MessagePort, file: string): void => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  let flag = new Int32Array(new SharedArrayBuffer(4));
  // SQLite calls this for every row a search looks at: the one place where a running search can be stopped.
  database.function('still_wanted', () => {
    if (Atomics.load(flag, 0) !== 0) throw new Error(cancelledMessage);
    return 1;
  });
  const answer = async (request: ReaderRequest): Promise<ReaderReply> => {
    flag = new Int32Array(request.cancelled);
    if (Atomics.load(flag, 0) !== 0) return { id: request.id, failure: cancelledMessage };
    try {
      return { id: request.id, answer: await answerQuery(database, file, request.query) };
    } catch (thrown) {
      return { id: request.id, failure: describeSqliteError(thrown) };
    }
  };
  port.on('message', (request: ReaderRequest) => {
    void answer(request).then((reply) => port.postMessage(reply));
  });
};
