import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { HistoryAnswer, HistoryQuery, JournalHistory } from './journal-history-port.ts';
import { mixedUp } from './journal-messages.ts';
import type { JournalReader } from './journal-reader.ts';
import type { WritePath } from './write-path.ts';

const nothingOnDisk = (): Fault =>
  new Fault(
    'journal.no-history',
    "There is no journal on disk, so Cuelight can't show the past. The Health page shows the reason.",
    { kind: 'dependency' },
  );

/**
 * Creates the port for the past. Each query first waits for earlier records to be written, then asks the
 * reader thread.
 */
export const createJournalHistory = (
  writes: Pick<WritePath, 'flush' | 'readable'>,
  reader: Pick<JournalReader, 'ask'>,
): JournalHistory => {
  const ask = async <Kind extends HistoryQuery['kind'], Value>(
    query: Extract<HistoryQuery, { kind: Kind }>,
    pick: (answer: HistoryAnswer) => { readonly value: Value } | null,
    signal?: AbortSignal,
  ): Promise<Result<Value, Fault>> => {
    // A failed flush doesn't fail the query: what is on disk can still be read.
    await writes.flush();
    if (!writes.readable) return err(nothingOnDisk());
    const found = await reader.ask({ kind: 'history', query }, signal);
    if (!found.ok) return found;
    const picked = found.value.kind === 'history' ? pick(found.value.answer) : null;
    return picked === null ? err(mixedUp()) : ok(picked.value);
  };
  return {
    moment: (at, signal) =>
      ask(
        { kind: 'moment', at },
        (answer) => (answer.kind === 'moment' ? { value: answer.moment } : null),
        signal,
      ),
    strips: ({ from, to }, cells, signal) =>
      ask(
        { kind: 'strips', from, before: to, cells },
        (answer) => (answer.kind === 'strips' ? { value: answer.strips } : null),
        signal,
      ),
    transitions: (filter, signal) =>
      ask(
        { kind: 'transitions', ...filter },
        (answer) => (answer.kind === 'transitions' ? { value: answer.page } : null),
        signal,
      ),
    metrics: (filter, signal) =>
      ask(
        { kind: 'metrics', filter },
        (answer) => (answer.kind === 'metrics' ? { value: answer.rollups } : null),
        signal,
      ),
    runs: ({ from, to }, signal) =>
      ask(
        { kind: 'runs', from, before: to },
        (answer) => (answer.kind === 'runs' ? { value: answer.runs } : null),
        signal,
      ),
    event: (id, signal) =>
      ask(
        { kind: 'event', id },
        (answer) => (answer.kind === 'event' ? { value: answer.event } : null),
        signal,
      ),
    holdings: (signal) =>
      ask(
        { kind: 'holdings' },
        (answer) => (answer.kind === 'holdings' ? { value: answer.holdings } : null),
        signal,
      ),
  };
};
