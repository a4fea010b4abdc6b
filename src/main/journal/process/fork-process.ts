import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';
import type { JournalChild, JournalChildEvents, JournalChildOptions } from './process-port.ts';

/** Sets whether a pipe keeps the program alive. */
const holdPipe = (pipe: Readable | null, awaited: boolean): void => {
  const method: unknown = pipe && Reflect.get(pipe, awaited ? 'ref' : 'unref');
  if (typeof method === 'function') Reflect.apply(method, pipe, []);
};

/** Starts the journal's process as a child of Node. */
export const forkJournalProcess = (
  { entry, args }: JournalChildOptions,
  events: JournalChildEvents,
  onSpawned: (pid: number) => void = () => undefined,
): JournalChild => {
  let exited = false;
  const exit = (how: string): void => {
    if (exited) return;
    exited = true;
    events.onExit(how);
  };
  let child: ChildProcess;
  try {
    child = fork(fileURLToPath(entry), [...args], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
  } catch (thrown) {
    queueMicrotask(() => exit(`it couldn't be started: ${String(thrown)}`));
    return { send: () => undefined, kill: () => undefined, keepAlive: () => undefined };
  }
  if (child.pid !== undefined) onSpawned(child.pid);
  child.on('message', (message: unknown) => events.onMessage(message));
  for (const pipe of [child.stdout, child.stderr]) {
    pipe?.setEncoding('utf8').on('data', (chunk: string) => events.onOutput(chunk));
  }
  child.on('error', (error) => {
    if (child.pid === undefined) exit(`it couldn't be started: ${error.message}`);
  });
  child.on('exit', (code, signal) => exit(signal ?? `exit code ${String(code)}`));
  return {
    send: (message) => {
      // A process that has exited can't receive messages: `exit` reports the exit.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => void child.kill('SIGKILL'),
    keepAlive: (awaited) => {
      const channel = child.channel;
      if (awaited) {
        child.ref();
        channel?.ref();
      } else {
        child.unref();
        channel?.unref();
      }
      holdPipe(child.stdout, awaited);
      holdPipe(child.stderr, awaited);
    },
  };
};
