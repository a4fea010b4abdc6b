import { describe, expect, it } from 'vitest';
import type { Disturbance, Outage } from '#shared/model/index.ts';
import { testComponents } from '../testing/test-components.ts';
import { compareWithLedger } from './compare-with-ledger.ts';

const faultAt = 1_000_000;

const disturbance = (over: Partial<Disturbance> = {}): Disturbance => ({
  id: 'fault-1',
  server: 'discord',
  fault: 'cut',
  options: {},
  by: 'operator',
  at: faultAt,
  until: faultAt,
  ...over,
});
const outage = (over: Partial<Outage> = {}): Outage => ({
  id: 'outage-1',
  componentId: 'discord',
  title: 'Discord',
  startedAt: faultAt + 20,
  endedAt: faultAt + 900,
  end: 'recovered',
  cause: { code: 'discord.closed', message: 'Discord closed the connection.' },
  attempts: 1,
  missed: { count: 0, atLeast: false, message: 'Nothing was missed.' },
  ...over,
});
const verdicts = (record: readonly Disturbance[], outages: readonly Outage[], now = faultAt + 60_000) =>
  compareWithLedger(record, outages, now, testComponents).map(({ verdict }) => verdict);

describe('comparing drills with the outage ledger', () => {
  it.each<[string, readonly Disturbance[], readonly Outage[], readonly string[]]>([
    ['a cut link with its outage', [disturbance()], [outage()], ['matched']],
    ['a cut link without one', [disturbance()], [], ['unseen']],
    [
      'an outage of another bridge',
      [disturbance()],
      [outage({ componentId: 'obs:main' })],
      ['unexplained', 'unseen'],
    ],
    [
      'an outage that came too late',
      [disturbance()],
      [outage({ startedAt: faultAt + 20_000 })],
      ['unexplained', 'unseen'],
    ],
    [
      'an outage from before',
      [disturbance()],
      [outage({ startedAt: faultAt - 5_000, endedAt: faultAt - 1 })],
      ['unseen', 'unexplained'],
    ],
    [
      'a request to reconnect that was lived through',
      [disturbance({ fault: 'reconnect' })],
      [],
      ['lived-through'],
    ],
    ['one that was not', [disturbance({ fault: 'reconnect' })], [outage()], ['matched']],
    [
      'a delay, which ends no connection',
      [disturbance({ fault: 'delay' })],
      [outage()],
      ['unexplained', 'lived-through'],
    ],
    [
      'a second fault while the bridge is still away',
      [disturbance(), disturbance({ id: 'fault-2', at: faultAt + 300 })],
      [outage()],
      ['matched', 'matched'],
    ],
  ])('%s', (_words, record, outages, expected) => {
    expect(verdicts(record, outages)).toEqual(expected);
  });

  it('assigns every outage that a lasting fault causes to that fault, however late the outage starts', () => {
    const lasting = disturbance({ fault: 'withhold-acks', until: null });
    const outages = [9_000, 19_000, 29_000].map((after, index) =>
      outage({ id: `outage-${index}`, startedAt: faultAt + after, endedAt: faultAt + after + 500 }),
    );
    expect(verdicts([lasting], outages)).toEqual(['matched', 'matched', 'matched']);
    const cleared = { ...lasting, until: faultAt + 15_000 };
    expect(verdicts([cleared], outages)).toEqual(['unexplained', 'matched', 'matched']);
  });

  it('assigns an outage to a momentary fault first, even while a lasting fault is active', () => {
    const acks = disturbance({ fault: 'withhold-acks', until: null });
    const cut = disturbance({ id: 'fault-2', at: faultAt + 5_000, until: faultAt + 5_000 });
    const again = { ...cut, id: 'fault-3', at: faultAt + 8_000, until: faultAt + 8_000 };
    const outages = [5_020, 8_020, 30_000].map((after, index) =>
      outage({ id: `outage-${index}`, startedAt: faultAt + after, endedAt: faultAt + after + 500 }),
    );
    // The ledger lists the newest first.
    const entries = compareWithLedger(
      [acks, cut, again],
      outages.toReversed(),
      faultAt + 60_000,
      testComponents,
    );
    expect(entries.map((entry) => [entry.disturbance?.id, entry.outage?.id])).toEqual([
      ['fault-3', 'outage-1'],
      ['fault-2', 'outage-0'],
      ['fault-1', 'outage-2'],
    ]);
  });

  it('assigns an outage to the later of two lasting faults, even when the earlier one has just ended', () => {
    const hello = disturbance({ fault: 'withhold-hello', until: faultAt + 15_000 });
    const acks = disturbance({ id: 'fault-2', fault: 'withhold-acks', at: faultAt + 17_000, until: null });
    const silent = outage({ startedAt: faultAt + 24_000, endedAt: null, end: null });
    const entries = compareWithLedger([hello, acks], [silent], faultAt + 60_000, testComponents);
    expect(entries.map(({ disturbance: cause, verdict }) => [cause?.id, verdict])).toEqual([
      ['fault-2', 'matched'],
      ['fault-1', 'lived-through'],
    ]);
  });

  it('expects outages of the Twitch events and the Twitch API after a fault of the Twitch platform', () => {
    const revoked = disturbance({ server: 'twitch-platform', fault: 'refuse-sign-ins' });
    const outages = ['twitch-events', 'twitch-api', 'obs:main'].map((componentId) =>
      outage({ id: componentId, componentId }),
    );
    expect(verdicts([revoked], outages).toSorted()).toEqual(['matched', 'matched', 'unexplained']);
  });

  it.each<[string, string, number]>([
    ['a silence as long as the shortest keepalive that Twitch offers', 'freeze', 11_900],
    ['subscriptions that Twitch is asked about once a minute', 'drop-events', 65_000],
  ])('gives the Twitch events enough time to notice %s', (_words, fault, after) => {
    const broken = disturbance({ server: 'twitch-platform', fault });
    const noticed = outage({ componentId: 'twitch-events', startedAt: faultAt + after });
    expect(verdicts([broken], [noticed], faultAt + 200_000)).toEqual(['matched']);
  });

  it('waits as long as a dead connection can go unnoticed before it reports a missing outage', () => {
    expect(verdicts([disturbance({ fault: 'freeze' })], [], faultAt + 10_000)).toEqual(['awaited']);
    expect(verdicts([disturbance({ fault: 'freeze' })], [], faultAt + 11_000)).toEqual(['unseen']);
  });

  it('lists the newest entry first', () => {
    const entries = compareWithLedger(
      [disturbance(), disturbance({ id: 'fault-2', at: faultAt + 30_000 })],
      [outage(), outage({ id: 'outage-2', startedAt: faultAt + 30_010, endedAt: null, end: null })],
      faultAt + 31_000,
      testComponents,
    );
    expect(entries.map((entry) => [entry.disturbance?.id, entry.outage?.id])).toEqual([
      ['fault-2', 'outage-2'],
      ['fault-1', 'outage-1'],
    ]);
  });
});
