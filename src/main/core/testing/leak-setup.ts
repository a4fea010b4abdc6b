import { afterAll, beforeEach } from 'vitest';
import { leakLedger } from '#shared/kernel/testing/leak-ledger.ts';

/**
 * Runs before every test file. After each test no timer may be pending on a fake clock, and no new listener
 * may remain on the process; after the last one no new handle may be open. A suite with a reason to leave
 * something declares it: `leakLedger.allowLeaks(reason)` in a test, `leakLedger.allowHandles(reason)`
 * anywhere in the file.
 */

/**
 * Handles that a test has to close. Timers of the runtime and message ports belong to the test runner as
 * well.
 */
const watched = new Set([
  'ChildProcess',
  'FSEventWrap',
  'PipeServerWrap',
  'ProcessWrap',
  'StatWatcher',
  'TCPServerWrap',
  'TCPSocketWrap',
  'UDPWrap',
  'Worker',
]);
/** Milliseconds that a closed socket may take to disappear. */
const patienceMs = 2_000;
const pollMs = 20;

const openHandles = (): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo())
    if (watched.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

const processListeners = (): ReadonlyMap<string, number> =>
  new Map(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));

const grown = (before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): readonly string[] =>
  [...now]
    .map(([name, count]) => ({ name, more: count - (before.get(name) ?? 0) }))
    .filter(({ more }) => more > 0)
    .map(({ name, more }) => `${name}: ${more}`);

const refuse = (what: string, left: readonly string[]): void => {
  if (left.length > 0) throw new Error(`${what}: ${left.join(', ')}`);
};

leakLedger.arm();
const handlesBefore = openHandles();

beforeEach(({ onTestFinished }) => {
  const listenersBefore = processListeners();
  // Runs last after a test: resources closed by the test's own hooks are not leaks.
  onTestFinished(() => {
    const allowed = leakLedger.leaksAllowed;
    const left = [...leakLedger.settle(), ...(allowed ? [] : grown(listenersBefore, processListeners()))];
    refuse('Left behind by the test', left);
  });
});

afterAll(async () => {
  if (leakLedger.handlesAllowed) return;
  const open = (): readonly string[] => grown(handlesBefore, openHandles());
  for (let waited = 0; open().length > 0 && waited < patienceMs; waited += pollMs)
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  refuse('Left open by the tests of this file', open());
});
