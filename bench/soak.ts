/**
 * `npm run soak -- --minutes 30`: runs the headless host in rehearsal in real time and reads its metrics over
 * its API. Prints one JSON line per result: the event loop's delay over the whole run, and the growth of
 * memory after the first third. A run that is too short to judge says so.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ensureBuild } from '../scripts/launch/ensure-build.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (!Number.isFinite(minutes) || minutes <= 0) {
  console.error(`--minutes takes a number above 0, not "${values.minutes}".`);
  process.exit(2);
}

const root = resolve(import.meta.dirname, '..');
const built = await ensureBuild(root);
if (built !== 0) process.exit(built);
const home = mkdtempSync(join(tmpdir(), 'cuelight-soak-'));
const host = spawn(
  process.execPath,
  ['out/main/headless.js', '--rehearsal', '--port', '0', '--home', home, '--log-level', 'warning'],
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
);
const exited = new Promise<number | null>((done) => host.once('exit', done));

const address = await new Promise<string>((found, failed) => {
  let text = '';
  host.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    const match = /Cuelight ready at (?<address>http:\/\/127\.0\.0\.1:\d+)/.exec(text);
    if (match?.groups?.['address']) found(match.groups['address']);
  });
  void exited.then((code) => failed(new Error(`the host ended with ${code} before it was ready`)));
});
const token = readFileSync(join(home, 'api-token'), 'utf8').trim();

const series = z.object({
  series: z.array(
    z.object({
      componentId: z.string(),
      name: z.string(),
      from: z.number(),
      stepMs: z.number(),
      values: z.array(z.number().nullable()),
    }),
  ),
});
const seen = new Map<string, Map<number, number>>();
const read = async (): Promise<void> => {
  const answer = await fetch(`${address}/api/metrics/recent`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`/api/metrics/recent answered ${answer.status}`);
  for (const each of series.parse(await answer.json()).series) {
    const values = seen.get(each.name) ?? new Map<number, number>();
    seen.set(each.name, values);
    for (const [index, value] of each.values.entries()) {
      // Answers overlap. Keying by time counts each second once.
      if (value !== null) values.set(Math.round((each.from + index * each.stepMs) / 1_000), value);
    }
  }
};

const started = performance.now();
try {
  while (performance.now() - started < minutes * 60_000) {
    await wait(Math.min(60_000, minutes * 60_000));
    await read();
    console.error(`${Math.round((performance.now() - started) / 60_000)} of ${minutes} min`);
  }
} finally {
  host.kill('SIGTERM');
  const code = await exited;
  console.error(`the host ended with ${code}`);
  rmSync(home, { recursive: true, force: true });
}

const ordered = (name: string): number[] =>
  [...(seen.get(name) ?? [])].toSorted(([left], [right]) => left - right).map(([, value]) => value);
const percentile = (list: readonly number[], share: number): number =>
  list.toSorted((left, right) => left - right)[Math.min(list.length - 1, Math.floor(list.length * share))] ??
  Number.NaN;
const mean = (list: readonly number[]): number => list.reduce((sum, each) => sum + each, 0) / list.length;

const delays = ordered('eventLoopDelayMs');
const p99 = percentile(delays, 0.99);
console.log(
  JSON.stringify({
    id: 'soak',
    case: 'event-loop delay p99',
    seen: p99,
    samples: delays.length,
    unit: 'ms',
    target: '<50',
    met: p99 < 50,
  }),
);
for (const name of ['memoryMegabytes', 'heapMegabytes']) {
  const memory = ordered(name);
  const third = Math.floor(memory.length / 3);
  const base = mean(memory.slice(Math.max(0, third - 120), third));
  const last = mean(memory.slice(-120));
  const growth = Math.round((last / base - 1) * 1_000) / 10;
  const judged = minutes >= 15;
  console.log(
    JSON.stringify({
      id: 'soak',
      case: `${name} growth after the first third`,
      from: Math.round(base * 10) / 10,
      to: Math.round(last * 10) / 10,
      seen: growth,
      unit: '%',
      target: '<=10',
      met: judged ? growth <= 10 : 'too short to judge',
    }),
  );
}
