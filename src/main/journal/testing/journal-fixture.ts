import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemClock } from '#shared/kernel/index.ts';
import type { ChatMessage, EventRecord } from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { createLocalThreads } from '../threads/local-threads.ts';
import { openJournal, type JournalOptions } from '../open-journal.ts';
import type { Journal } from '../port.ts';

export const journalWorkerUrl = new URL('../worker/journal-worker.ts', import.meta.url);

/** Threads in the test's own process; their time limits use real time. */
export const testThreads = (workerUrl = journalWorkerUrl) =>
  createLocalThreads(workerUrl, createSystemClock());

/** Creates an event whose id sorts by its number. Other fields get defaults. */
export const anEvent = (number: number, fields: Partial<EventRecord> = {}): EventRecord => ({
  id: `event-${String(number).padStart(8, '0')}`,
  topic: 'bridge.connected',
  source: 'obs:main',
  level: 'info',
  at: 1_700_000_000_000 + number * 1_000,
  message: `Event number ${number}`,
  correlationId: null,
  causeId: null,
  data: {},
  ...fields,
});

export const aChatMessage = (number: number, fields: Partial<ChatMessage> = {}): ChatMessage =>
  plainMessage({
    id: `message-${number}`,
    channel: 'the_stage',
    channelTitle: 'The Stage',
    userId: '42',
    text: `Message number ${number}`,
    at: 1_700_000_000_000 + number * 1_000,
    ...fields,
  });

/** A temporary folder with its journals; both are removed at the end of the `await using` block. */
export const createJournalFixture = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-journal-'));
  const opened: Journal[] = [];
  return {
    folder,
    file: join(folder, 'journal.db'),
    open: async (options: Partial<JournalOptions> = {}): Promise<Journal> => {
      const journal = await openJournal({
        file: join(folder, 'journal.db'),
        threads: testThreads(),
        clock: createSystemClock(),
        ...options,
      });
      opened.push(journal);
      // On a busy machine, opening takes longer than the time limit of the program.
      const isOpening = (): boolean => journal.stats().problem?.includes('still being checked') === true;
      await eventually(() => !isOpening(), 'the journal was checked');
      return journal;
    },
    [Symbol.asyncDispose]: async () => {
      for (const journal of opened) await journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Returns the value of a result that must be ok. */
export const valueOf = <T>(result: { ok: true; value: T } | { ok: false; error: Error }): T => {
  if (!result.ok) throw result.error;
  return result.value;
};

/**
 * Polls every 20 ms until the condition holds, for at most fifty seconds, because other programs may keep the
 * cores busy.
 */
export const eventually = async (holds: () => boolean, what: string): Promise<void> => {
  for (let attempt = 0; attempt < 2_500; attempt += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Never happened: ${what}`);
};
