import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/fake-clock.ts';
import { ClockTrust, type ClockVerdict } from './clock-trust.ts';

const hour = 3_600_000;
const day = 24 * hour;
const year = 365 * day;
const today = Date.UTC(2026, 10, 22, 20);

const wrongClocks = [
  ['31 days ahead', 31 * day, 'ahead'],
  ['91 days ahead', 91 * day, 'ahead'],
  ['400 days ahead', 400 * day, 'ahead'],
  ['50 years ahead', 50 * year, 'ahead'],
  ['in 2106', Date.UTC(2106, 1, 7) - today, 'ahead'],
  ['4 days ahead', 4 * day, 'ahead'],
  ['2 hours behind', -2 * hour, 'behind'],
  ['1 day behind', -day, 'behind'],
  ['10 years behind', -10 * year, 'behind'],
  ['in 1970', -today, 'behind'],
] as const;

const trustOf = (verdict: ClockVerdict): string =>
  verdict.trust === 'doubtful' ? verdict.direction : verdict.trust;

describe.each(wrongClocks)('a clock %s', (_name, offset, direction) => {
  it('is in doubt at the start, and trusted again once it is corrected', () => {
    const clock = createFakeClock(today + offset);
    const trust = new ClockTrust(clock, { at: today, unexplainedMs: 0 });
    expect(trustOf(trust.check())).toBe(direction);
    clock.jumpWall(-offset);
    expect(trustOf(trust.check())).toBe('trusted');
  });

  it('is in doubt after a jump while the program runs, and trusted again after the jump back', async () => {
    const clock = createFakeClock(today);
    const trust = new ClockTrust(clock, null);
    expect(trustOf(trust.check())).toBe('trusted');
    await clock.advance(hour);
    clock.jumpWall(offset);
    expect(trustOf(trust.check())).toBe(direction);
    clock.jumpWall(-offset);
    expect(trustOf(trust.check())).toBe('trusted');
  });

  // A clock that is off by less than the limit looks like a machine that slept for as long, once that time
  // passed.
  it.runIf(Math.abs(offset) > 10 * day)(
    'does not raise what is known, however many runs it lasts',
    async () => {
      let known: ClockTrust['known'] = { at: today, unexplainedMs: 0 };
      for (let run = 1; run <= 7; run += 1) {
        const clock = createFakeClock(today + offset + run * day);
        const trust = new ClockTrust(clock, known);
        expect(trustOf(trust.check())).toBe(direction);
        await clock.advance(hour);
        trust.check();
        ({ known } = trust);
      }
      expect(known?.at).toBe(today + 7 * hour);
      const right = new ClockTrust(createFakeClock(today + 2 * day), known);
      expect(trustOf(right.check())).toBe('trusted');
    },
  );
});

it.each(wrongClocks.filter(([, offset]) => Math.abs(offset) >= 10 * year))(
  'does not trust a clock %s at the first start, when no time is known yet',
  (name, offset, direction) => {
    const trust = new ClockTrust(createFakeClock(today + offset), null);
    // The program did not exist ten years ago.
    expect([name, trustOf(trust.check())]).toEqual([name, direction]);
    expect(trust.known).toBeNull();
    expect(trust.confirm()).toMatchObject({ ok: false, error: { code: 'clock.implausible' } });
  },
);

it.each([8 * hour, 2.5 * day])('does not take sleep of %d ms for a jump', async (slept) => {
  const clock = createFakeClock(today);
  const trust = new ClockTrust(clock, null);
  await clock.advance(hour);
  clock.jumpWall(slept);
  expect(trustOf(trust.check())).toBe('trusted');
  // On a system whose monotonic clock includes sleep.
  await clock.advance(slept);
  expect(trustOf(trust.check())).toBe('trusted');
});

it('trusts a machine that was off for 60 days once a platform confirms the time', () => {
  const trust = new ClockTrust(createFakeClock(today + 60 * day), { at: today, unexplainedMs: 0 });
  expect(trust.check()).toMatchObject({ trust: 'doubtful', doubt: 'jumped', byMs: 60 * day, knownAt: today });
  trust.compareWith({ at: today + 60 * day - 2_000, source: 'Twitch' });
  expect(trustOf(trust.check())).toBe('trusted');
  expect(trust.known).toEqual({ at: today + 60 * day, unexplainedMs: 0 });
});

it('trusts a machine that was off for 60 days once a person confirms the clock', () => {
  const trust = new ClockTrust(createFakeClock(today + 60 * day), { at: today, unexplainedMs: 0 });
  expect(trustOf(trust.check())).toBe('ahead');
  expect(trust.confirm()).toEqual({ ok: true, value: undefined });
  expect(trustOf(trust.check())).toBe('trusted');
});

it('doubts a plausible clock that a platform contradicts, even when a person confirms it', () => {
  const clock = createFakeClock(today + 2 * day);
  const trust = new ClockTrust(clock, { at: today, unexplainedMs: 0 });
  expect(trustOf(trust.check())).toBe('trusted');
  trust.compareWith({ at: today, source: 'Discord' });
  expect(trust.check()).toMatchObject({ doubt: 'contradicted', direction: 'ahead', witness: 'Discord' });
  expect(trust.confirm()).toMatchObject({ ok: false, error: { code: 'clock.contradicted' } });
  clock.jumpWall(-2 * day);
  expect(trustOf(trust.check())).toBe('trusted');
});

it('replaces the known time of a wrong clock by the word of a platform or a person', () => {
  const poisoned = { at: today + 5 * year, unexplainedMs: 0 };
  const byPlatform = new ClockTrust(createFakeClock(today), poisoned);
  expect(trustOf(byPlatform.check())).toBe('behind');
  byPlatform.compareWith({ at: today, source: 'Twitch' });
  expect(byPlatform.known?.at).toBe(today);
  const byPerson = new ClockTrust(createFakeClock(today), poisoned);
  expect(byPerson.confirm().ok).toBe(true);
  expect(byPerson.check()).toEqual({ trust: 'trusted' });
});

it('needs a second clock after many small steps forward before anything is deleted by age', () => {
  let known: ClockTrust['known'] = { at: today, unexplainedMs: 0 };
  let last: ClockVerdict = { trust: 'trusted' };
  let days = 0;
  for (; last.trust === 'trusted' && days < 60; days += 2) {
    const trust: ClockTrust = new ClockTrust(createFakeClock(today + (days + 2) * day), known);
    last = trust.check();
    ({ known } = trust);
  }
  expect(last.trust).toBe('unconfirmed');
  expect(days).toBeLessThan(30);
});

it('ignores an impossible time from a server', () => {
  const trust = new ClockTrust(createFakeClock(today), { at: today, unexplainedMs: 0 });
  for (const at of [0, Number.NaN, Number.POSITIVE_INFINITY, Date.UTC(2106, 0, 1)])
    trust.compareWith({ at, source: 'Twitch' });
  expect(trustOf(trust.check())).toBe('trusted');
});
