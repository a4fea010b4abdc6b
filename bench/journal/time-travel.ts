import { join } from 'node:path';
import { openForWriting } from '#main/journal/worker/open-database.ts';
import { emptyBatch } from '#main/journal/worker/protocol.ts';
import { createRowWriter } from '#main/journal/worker/row-writer.ts';
import { selectMoment } from '#main/journal/worker/select-moment.ts';
import { selectStrips } from '#main/journal/worker/select-strips.ts';
import { aPastComponent, aSnapshot, aTransition } from '#main/journal/testing/history-fixture.ts';
import { createSeededRandom } from '#shared/kernel/index.ts';
import type { HealthLevel } from '#shared/model/index.ts';
import { round } from '../measure/compare.ts';
import type { BenchContext } from '../measure/row.ts';

const hourMs = 3_600_000;
const monthMs = 30 * 24 * hourMs;
const parts = 30;
/** Number of changes: about one every minute and a half, a month of constant flapping. */
const transitions = 30_000;
const snapshotEveryMs = 6 * hourMs;

const levels: readonly HealthLevel[] = ['healthy', 'unknown', 'degraded', 'unhealthy'];

/**
 * Creates a month of one run: thirty components, thirty thousand changes, and a snapshot of the graph every
 * six hours.
 */
const build = (file: string) => {
  const opened = openForWriting(file, 0);
  if (!opened.ok) throw new Error(opened.message);
  const { database } = opened;
  database.function('not_cancelled', () => 1);
  const writer = createRowWriter(database);
  const random = createSeededRandom(3);
  const components = Array.from({ length: parts }, (_, index) => aPastComponent(`part-${index}`));
  const changes = Array.from({ length: transitions }, (_, index) =>
    aTransition(
      `part-${Math.floor(random.next() * parts)}`,
      Math.floor((index * monthMs) / transitions),
      levels[Math.floor(random.next() * levels.length)] ?? 'healthy',
    ),
  );
  database.exec('BEGIN');
  writer.write({
    ...emptyBatch,
    transitions: changes,
    runs: [{ from: 0, to: monthMs }],
    snapshots: Array.from({ length: monthMs / snapshotEveryMs }, (_, index) => {
      const snapshot = aSnapshot(index * snapshotEveryMs, components);
      return { at: snapshot.at, level: 'healthy', data: JSON.stringify(snapshot) };
    }),
  });
  database.exec('COMMIT');
  return { database, changes };
};

/** Measures time travel: any moment of a month, and the strips of the whole month. */
export const benchTimeTravel = ({ wants, print, say }: BenchContext, folder: string): void => {
  if (!wants('time-travel')) return;
  say(`time travel: a month of ${parts} components and ${transitions} changes`);
  const { database, changes } = build(join(folder, 'month.db'));
  const random = createSeededRandom(4);
  const moments = Array.from({ length: 200 }, () => Math.floor(random.next() * monthMs));
  for (const at of moments.slice(0, 20)) {
    const { snapshot } = selectMoment(database, at);
    for (const { id, level } of snapshot?.components ?? []) {
      const last = changes.findLast((change) => change.componentId === id && change.at <= at);
      const since = Math.floor(at / snapshotEveryMs) * snapshotEveryMs;
      // Changes before the last snapshot are included in the snapshot.
      if (last && last.at >= since && last.level !== level)
        throw new Error(`At ${at} ${id} was ${last.level}, but the answer is ${level}.`);
    }
  }
  // Processor time, because nothing here waits, and wall time on a shared machine includes other programs.
  const time = (work: () => unknown): number => {
    const began = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  };
  const sorted = (times: readonly number[]) => times.toSorted((left, right) => left - right);
  const moment = sorted(moments.map((at) => time(() => selectMoment(database, at))));
  const strips = sorted(Array.from({ length: 9 }, () => time(() => selectStrips(database, 0, monthMs, 60))));
  database.close();
  const row = (what: string, ms: number, rounds: number): void =>
    print({
      id: 'time-travel',
      case: what,
      ours: round(ms),
      rival: null,
      theirs: null,
      unit: 'ms',
      ratio: null,
      target: '<=100',
      met: ms <= 100,
      rounds,
    });
  row(
    'a moment of a month, p95 of processor time',
    moment[Math.floor(moment.length * 0.95)] ?? Number.NaN,
    moment.length,
  );
  row('strips of a month, median of processor time', strips[4] ?? Number.NaN, strips.length);
};
