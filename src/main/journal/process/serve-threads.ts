import { assertNever } from '#shared/kernel/index.ts';
import type { JournalThread } from '../threads/thread-port.ts';
import type { LocalThreads } from '../threads/local-threads.ts';
import type { FromProcess, ToProcess } from './process-port.ts';

export interface ServedProcess {
  send(message: FromProcess): void;
  /** Ends this process; `atOnce` when a thread still runs and must not be interrupted. */
  end(atOnce: boolean): void;
}

/**
 * Runs threads for the parent process. Passes their requests on without parsing them, so that this thread
 * answers pings and cancellations at once while SQLite is busy in the others.
 */
export const serveThreads = (
  threads: LocalThreads,
  process: ServedProcess,
): ((message: ToProcess) => void) => {
  const running = new Map<number, JournalThread>();
  return (message) => {
    switch (message.type) {
      case 'start': {
        const { thread: id, role } = message;
        running.set(
          id,
          threads.start(role, {
            onReply: (body) => process.send({ type: 'reply', thread: id, body }),
            onLost: ({ reason }) => {
              running.delete(id);
              process.send({ type: 'ended', thread: id, failure: reason });
            },
          }),
        );
        break;
      }
      case 'post':
        // Copies the bytes, so that the rest of the message can be freed.
        running.get(message.thread)?.post(new Uint8Array(message.body));
        break;
      case 'cancel':
        running.get(message.thread)?.cancel(message.id);
        break;
      case 'end': {
        const { thread: id } = message;
        const thread = running.get(id);
        running.delete(id);
        void (thread?.end() ?? Promise.resolve()).then(() =>
          process.send({ type: 'ended', thread: id, failure: null }),
        );
        break;
      }
      case 'ping':
        process.send({ type: 'pong' });
        break;
      case 'finish':
        process.end(threads.stuck);
        break;
      default:
        assertNever(message);
    }
  };
};
