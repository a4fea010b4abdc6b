import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/fake-clock.ts';
import { clockOperations } from './clock-operations.ts';
import { readClockState } from './clock-state.ts';
import { markTimes } from './time-marks.ts';
import { TrustedTime } from './trusted-time.ts';

const day = 86_400_000;
const today = Date.UTC(2026, 10, 22, 20);
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cuelight-clock-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const openAt = async (at: number, newest: number | null = null, file = 'clock.json') => {
  const clock = createFakeClock(at);
  const problems: string[] = [];
  const time = await TrustedTime.open({
    file: join(home, file),
    clock,
    newestRecordAt: async () => newest,
    onProblem: (problem) => problems.push(problem),
  });
  return { clock, time, problems };
};

it('keeps the known time over a restart; a week under a wrong clock adds only the week', async () => {
  const first = await openAt(today);
  await first.clock.advance(120_000);
  await first.time[Symbol.asyncDispose]();
  const wrong = await openAt(today + 50 * 365 * day);
  expect(wrong.time.now()).toBeNull();
  await wrong.clock.advance(3_600_000);
  await wrong.time[Symbol.asyncDispose]();
  const right = await openAt(today + day);
  expect(right.time.now()).toBe(today + day);
  await right.time[Symbol.asyncDispose]();
});

it('takes the newest record of a home of an earlier version as the known time', async () => {
  const { time } = await openAt(today + 31 * day, today);
  expect(time.now()).toBeNull();
  expect(time.latestKnown()).toBe(today);
  await time[Symbol.asyncDispose]();
});

it.each([
  '',
  '{',
  '{"format":1,"knownAt":0,"unexplainedMs":0}',
  '{"format":1,"knownAt":99999999999999,"unexplainedMs":0}',
])('replaces a damaged file (%j) by the time of the newest record', async (content) => {
  writeFileSync(join(home, 'clock.json'), content);
  const { time } = await openAt(today + 31 * day, today);
  expect(time.verdict).toMatchObject({ trust: 'doubtful', direction: 'ahead' });
  await time[Symbol.asyncDispose]();
  expect(JSON.parse(readFileSync(join(home, 'clock.json'), 'utf8'))).toMatchObject({ knownAt: today });
});

it('deletes the remains of an interrupted write at the next start', async () => {
  writeFileSync(join(home, 'clock.json.cuelight-tmp-1'), '{');
  const { time } = await openAt(today);
  await time[Symbol.asyncDispose]();
  expect(readdirSync(home)).toEqual(['clock.json']);
});

it('reports an unwritable file once and continues', async () => {
  const { time, clock, problems } = await openAt(today, null, 'missing/clock.json');
  await clock.advance(300_000);
  await time[Symbol.asyncDispose]();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('cannot be saved');
});

it('reports a jump once at its start and once at its end', async () => {
  const { time, clock } = await openAt(today);
  const reports: string[] = [];
  time.onChange(({ trust }) => reports.push(trust));
  const [confirm] = clockOperations(time, clock, (message) => reports.push(message));
  const call = { caller: 'window', runId: 'run-1', signal: new AbortController().signal };
  clock.jumpWall(31 * day);
  await clock.advance(60_000);
  expect(readClockState(time, clock).message).toBe(
    "This PC's clock shows 23 December 2026, 20:01 UTC, but the newest record is from 22 November 2026, 20:01 UTC. " +
      'Check the date and time of this PC. Nothing is deleted by age until Twitch or Discord agrees with the clock, or you confirm that it is right.',
  );
  expect(readClockState(time, clock)).toMatchObject({
    trust: 'doubtful',
    doubt: { direction: 'ahead', byMs: 31 * day },
  });
  expect(await confirm?.run({}, call)).toMatchObject({ ok: true });
  expect(readClockState(time, clock)).toMatchObject({ trust: 'trusted', doubt: null });
  expect(reports).toEqual(['doubtful', 'trusted', 'A person confirmed that the clock of this PC is right.']);
  await time[Symbol.asyncDispose]();
});

it('marks the time in the journal at the start and while it is trusted, and corrects wrong marks', async () => {
  const { time, clock } = await openAt(today, today - 60 * day);
  const marks: [number, boolean][] = [];
  const journal = {
    markTime: async (at: number, corrected = false) => void marks.push([at, corrected]),
  };
  using _ = markTimes(time, journal, clock);
  expect(marks).toEqual([[today - 60 * day, false]]);
  await clock.advance(2 * 3_600_000);
  expect(marks).toHaveLength(1);
  time.compareWith({ at: clock.now(), source: 'Twitch' });
  expect(marks.at(-1)).toEqual([clock.now(), false]);
  clock.jumpWall(-40 * day);
  time.compareWith({ at: clock.now(), source: 'Twitch' });
  await clock.advance(3_600_000);
  expect(marks.at(-1)).toEqual([clock.now(), true]);
  await time[Symbol.asyncDispose]();
});
