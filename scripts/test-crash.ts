/**
 * `npm run test:crash`. Kills a program that writes its journal, settings and vault: at every named step of
 * their writes, and 500 times at random. In half of the runs the clock is wrong and jumps during the writes.
 * Restarts the program after each kill, and checks that everything acknowledged is still there. Before that,
 * kills the journal's process alone 100 times while the program continues. `--kills N`, `--journal-kills N`
 * and `--seed N` (printed) repeat a run. The last line is one JSON object.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { journalSteps } from '#main/journal/worker/protocol.ts';
import { writeSteps } from '#main/files/durable-file.ts';
import { createSeededRandom } from '#shared/kernel/index.ts';
import { buildSubjects } from './crash/build-subject.ts';
import { CrashingHome, createTally, type Kill } from './crash/crashing-home.ts';
import { killJournalProcess } from './crash/kill-journal-process.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    'journal-kills': { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lanes: { type: 'string', default: '3' },
  },
});
const [randomKills, journalKills, seed, lanes] = [
  values.kills,
  values['journal-kills'],
  values.seed,
  values.lanes,
].map(Number);
if (!randomKills || !journalKills || !seed || !lanes) {
  console.error('--kills, --journal-kills, --seed and --lanes must be whole numbers above 0.');
  process.exit(2);
}

const killsPerHome = 25;
const random = createSeededRandom(seed);
const tally = createTally();

/** Each step of a store's writes, with its first file and the files that follow. */
const stepKills: readonly Kill[] = [
  ...journalSteps
    .filter((step) => step !== 'pruned')
    .flatMap((step) => (step === 'opened' ? ['1'] : ['1', '7']).map((time) => `journal:${step}:${time}`)),
  ...writeSteps.flatMap((step) => ['1', '2', '3', '4'].map((time) => `settings:${step}:${time}`)),
  ...writeSteps.flatMap((step) => ['1', '2', '3'].map((time) => `vault:${step}:${time}`)),
].map((step) => ({ kind: 'at-step', step }));

/** Kills one in five runs during startup, the others under load. */
const randomKill = (): Kill =>
  random.next() < 0.2
    ? { kind: 'while-starting', afterMs: Math.floor(random.next() * 900) }
    : { kind: 'under-load', afterMs: Math.floor(random.next() * 250) };

const kills = [...stepKills, ...Array.from({ length: randomKills }, randomKill)];
/**
 * Uses one home per group of kills, so that no home grows until its inspection takes longer than its writes.
 */
const homes = Array.from({ length: Math.ceil(kills.length / killsPerHome) }, (_, index) =>
  kills.slice(index * killsPerHome, (index + 1) * killsPerHome),
);
console.log(`seed ${seed}: ${stepKills.length} named steps, then ${randomKills} random kills`);
const startedAt = performance.now();
const bundle = mkdtempSync(join(tmpdir(), 'cuelight-crash-subject-'));
const { subject, journalSubject } = await buildSubjects(bundle);
const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0);
const journalProcess = await killJournalProcess(journalSubject, journalKills, seed);
const { report } = journalProcess;
console.log(
  `the journal's process alone: ${report.kills} kills, ${report.appended} records, ${report.acknowledged} acknowledged, ${report.failedFlushes} flushes and ${report.failedReads} of ${report.answeredReads + report.failedReads} reads failed, durable again after ${median(report.restartedMs)} ms (median)`,
);
const runLane = async (): Promise<void> => {
  for (let group = homes.shift(); group; group = homes.shift()) {
    const home = new CrashingHome(subject, tally, random);
    for (const kill of group) await home.run(kill);
    await home.close();
    console.log(
      `${tally.kills} of ${kills.length} kills, ${Math.round((performance.now() - startedAt) / 1_000)} s`,
    );
  }
};
await Promise.all(Array.from({ length: lanes }, runLane));
rmSync(bundle, { recursive: true, force: true });

const sorted = tally.restoredMs.toSorted((left, right) => left - right);
const restoredAt = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
const problems = [
  ...journalProcess.problems,
  ...tally.lost,
  ...tally.corrupt,
  ...tally.orphans,
  ...tally.neverKilled,
];
for (const problem of new Set(problems)) console.log(`problem: ${problem}`);
console.log(`started again within ${restoredAt(0.5)} ms (median) and ${restoredAt(0.99)} ms (99 of 100)`);
console.log(
  JSON.stringify({
    id: 'T28',
    kills: tally.kills,
    journalProcessKills: report.kills,
    acknowledged: tally.acknowledged,
    found: tally.found,
    lost: tally.acknowledged - tally.found + tally.lost.length,
    corrupt: tally.corrupt.length,
    orphans: tally.orphans.length,
  }),
);
process.exitCode = problems.length > 0 ? 1 : 0;
