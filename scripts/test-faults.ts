/**
 * `npm run test:faults`. Runs the fault matrix: every fault three times, with different seeds, against the
 * real bridges and the real core. Prints one JSON line per run, and a summary;
 * `node scripts/test-faults.ts F2 F19` runs only these rows.
 */
import { networkRows } from './faults/network-rows.ts';
import { discordRows } from './faults/discord-rows.ts';
import { obsRows } from './faults/obs-rows.ts';
import { platformRows } from './faults/platform-rows.ts';
import type { FaultRow, Outcome } from './faults/row.ts';
import { stormRows } from './faults/storm-rows.ts';
import { timeRows } from './faults/time-rows.ts';
import { twitchRows } from './faults/twitch-rows.ts';

const seeds = [1, 2, 3];
/**
 * Number of parallel rows. Rows mostly wait, and with this number two cores don't disturb the measurements.
 */
const atOnce = 8;
const rowLimitMs = 180_000;

const asked = new Set(process.argv.slice(2));
const rank = ({ id }: FaultRow): number => Number(id.replace(/\D/g, '')) + (id.startsWith('F') ? 0 : 1_000);
const rows = [
  ...twitchRows,
  ...platformRows,
  ...networkRows,
  ...discordRows,
  ...obsRows,
  ...timeRows,
  ...stormRows,
]
  .filter(({ id }) => asked.size === 0 || asked.has(id))
  .toSorted((left, right) => rank(left) - rank(right));

const counts = { passed: 0, failed: 0, skipped: 0 };

const tryOnce = async (row: FaultRow, seed: number): Promise<void> => {
  const limit = Promise.withResolvers<Outcome>();
  const timer = setTimeout(
    () => limit.resolve({ seen: `no result within ${rowLimitMs / 1_000} s`, ok: false }),
    rowLimitMs,
  );
  const outcome = await Promise.race([row.run(seed), limit.promise]).catch((thrown: unknown) => ({
    seen: thrown instanceof Error ? thrown.message : String(thrown),
    ok: false,
  }));
  clearTimeout(timer);
  counts[outcome.ok === null ? 'skipped' : outcome.ok ? 'passed' : 'failed'] += 1;
  console.log(
    JSON.stringify({
      id: row.id,
      seed,
      expected: row.expected,
      seen: outcome.seen,
      ok: outcome.ok === true,
      ...(outcome.ok === null && { skipped: true }),
    }),
  );
};

const tries = (alone: boolean) =>
  rows.filter((row) => (row.alone ?? false) === alone).flatMap((row) => seeds.map((seed) => ({ row, seed })));

const runAll = async (list: { row: FaultRow; seed: number }[], workers: number): Promise<void> => {
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let next = list.shift(); next; next = list.shift()) await tryOnce(next.row, next.seed);
    }),
  );
};

await runAll(tries(false), atOnce);
await runAll(tries(true), 1);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
// Resources that a failed row left open must not keep the program alive.
process.exit(counts.failed > 0 ? 1 : 0);
