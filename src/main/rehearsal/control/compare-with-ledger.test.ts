import { describe, expect, it } from 'vitest';
import type { Disturbance, Outage } from '#shared/model/index.ts';
import { compareWithLedger } from './compare-with-ledger.ts';

const began = 1_000_000;

const disturbance = (over: Partial<Disturbance> = {}): Disturbance => ({
  id: 'fault-1',
  server: 'discord',
  fault: 'cut',
  options: {},
  by: 'operator',
  at: began,
  until: began,
  ...over,
});
const outage = (over: Partial<Outage> = {}): Outage => ({
  id: 'outage-1',
  componentId: 'discord',
  title: 'Discord',
  startedAt: began + 20,
  endedAt: began + 900,
  end: 'recovered',
  cause: { code: 'discord.closed', message: 'Discord closed the connection.' },
  attempts: 1,
  missed: { count: 0, atLeast: false, message: 'Nothing was missed.' },
  ...over,
});
const verdicts = (record: readonly Disturbance[], outages: readonly Outage[], now = began + 60_000) =>
  compareWithLedger(record, outages, now).map(({ verdict }) => verdict);

describe('the record beside the ledger', () => {
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
      [outage({ startedAt: began + 20_000 })],
      ['unexplained', 'unseen'],
    ],
    [
      'an outage from before',
      [disturbance()],
      [outage({ startedAt: began - 5_000, endedAt: began - 1 })],
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
      [disturbance(), disturbance({ id: 'fault-2', at: began + 300 })],
      [outage()],
      ['matched', 'matched'],
    ],
  ])('%s', (_words, record, outages, expected) => {
    expect(verdicts(record, outages)).toEqual(expected);
  });

  it('waits as long as a dead link may go unnoticed before it calls an outage missing', () => {
    expect(verdicts([disturbance({ fault: 'freeze' })], [], began + 10_000)).toEqual(['awaited']);
    expect(verdicts([disturbance({ fault: 'freeze' })], [], began + 11_000)).toEqual(['unseen']);
  });

  it('is told newest first', () => {
    const entries = compareWithLedger(
      [disturbance(), disturbance({ id: 'fault-2', at: began + 30_000 })],
      [outage(), outage({ id: 'outage-2', startedAt: began + 30_010, endedAt: null, end: null })],
      began + 31_000,
    );
    expect(entries.map((entry) => [entry.disturbance?.id, entry.outage?.id])).toEqual([
      ['fault-2', 'outage-2'],
      ['fault-1', 'outage-1'],
    ]);
  });
});
