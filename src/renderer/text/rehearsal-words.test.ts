import { describe, expect, it } from 'vitest';
import type { LedgerEntry, RehearsalStatus } from '#shared/model/index.ts';
import { faultTitle, formatPlayTime, optionsInWords, outageInWords, positionAt } from './rehearsal-words.ts';

const entry = (
  over: { startedAt: number; endedAt: number | null },
  brokenAt: number | null,
): LedgerEntry => ({
  verdict: 'matched',
  disturbance:
    brokenAt === null
      ? null
      : { id: 'f', server: 'obs', fault: 'cut', options: {}, by: 'operator', at: brokenAt, until: brokenAt },
  outage: {
    id: 'o',
    componentId: 'obs:main',
    title: 'OBS',
    end: over.endedAt === null ? null : 'recovered',
    cause: { code: 'obs.closed', message: 'OBS closed the connection.' },
    attempts: 1,
    missed: { count: null, atLeast: false, message: 'Not known.' },
    ...over,
  },
});

describe('the rehearsal in words', () => {
  it.each<[LedgerEntry, string]>([
    [entry({ startedAt: 1_030, endedAt: 3_130 }, 1_000), 'Detected after 30 ms, recovered after 2 s'],
    [entry({ startedAt: 9_000, endedAt: null }, 1_000), 'Detected after 8 s, down for 11 s'],
    [entry({ startedAt: 500, endedAt: 4_500 }, 1_000), 'Already down, recovered after 4 s'],
    [entry({ startedAt: 500, endedAt: 4_500 }, null), 'Recovered after 4 s'],
    [{ verdict: 'unseen', disturbance: null, outage: null }, ''],
  ])('describes an outage: %#', (given, words) => {
    expect(outageInWords(given, 20_000)).toBe(words);
  });

  it('lists options with their units', () => {
    expect(optionsInWords({ latencyMs: 2_000, jitterMs: 0 })).toBe('delay 2000 ms, jitter 0 ms');
    expect(optionsInWords({ offsetMs: 3_600_000 })).toBe('off by 60 min');
    expect(optionsInWords({ share: 0.2 })).toBe('share 20 %');
    expect(optionsInWords({ text: 'x'.repeat(50) })).toBe(`“${'x'.repeat(40)}…”`);
    expect(optionsInWords({})).toBe('');
  });

  it('moves the position while playing, never past the end', () => {
    const status = { state: 'playing', positionMs: 1_000, durationMs: 60_000, speed: 20 } as RehearsalStatus;
    expect(positionAt(status, 100, 1_100)).toBe(21_000);
    expect(positionAt(status, 100, 100_000)).toBe(60_000);
    expect(positionAt({ ...status, state: 'paused' }, 100, 1_100)).toBe(1_000);
    expect(formatPlayTime(65_000)).toBe('1:05');
  });

  it('falls back to the id of a fault', () => {
    expect(faultTitle([], { server: 'obs', fault: 'freeze' })).toBe('freeze');
  });
});
