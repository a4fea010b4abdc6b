import { createSystemClock, type Clock } from '#shared/kernel/index.ts';
import { forkJournalProcess } from '../process/fork-process.ts';
import { ProcessThreads } from '../process/process-threads.ts';
import { journalWorkerUrl } from './journal-fixture.ts';

export const journalProcessUrl = new URL('../process/journal-process.ts', import.meta.url);

/** Runs the journal's threads in a real process and exposes its id. */
export const createProcessFixture = (clock: Clock = createSystemClock()) => {
  const pids: number[] = [];
  const log: string[] = [];
  const threads = new ProcessThreads({
    startChild: (options, events) => forkJournalProcess(options, events, (pid) => pids.push(pid)),
    entry: journalProcessUrl,
    workerUrl: journalWorkerUrl,
    clock,
    log: (line) => log.push(line),
  });
  return {
    threads,
    log,
    /** Number of processes started so far. */
    get started(): number {
      return pids.length;
    },
    get pid(): number {
      return pids.at(-1) ?? Number.NaN;
    },
    signal: (signal: NodeJS.Signals): void => void process.kill(pids.at(-1) ?? Number.NaN, signal),
    [Symbol.asyncDispose]: () => threads.close(),
  };
};
