import { rehearsalInjectFault } from '#shared/catalogue/operations/rehearsal.ts';
import { asOwner } from './testing/as-owner.ts';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HistoryPort } from '#main/gateway/ports/index.ts';
import { createLocalThreads, openJournal } from '#main/journal/index.ts';
import { componentStop } from '#shared/catalogue/operations/components.ts';
import { createSystemClock } from '#shared/kernel/index.ts';
import { findProjectFiles } from '#main/platform/index.ts';
import type { Application } from '#main/hosts/shared/index.ts';
import { Programs } from './testing/programs.ts';

let programs: Programs;
beforeEach(() => {
  programs = new Programs();
});
afterEach(() => programs[Symbol.asyncDispose]());

const start = (): Promise<Application> => programs.start({ mode: 'rehearsal' });

const valueOf = async <Value>(
  result: Promise<{ ok: true; value: Value } | { ok: false; error: Error }>,
): Promise<Value> => {
  const found = await result;
  if (!found.ok) throw found.error;
  return found.value;
};

const recordsOf = async (history: HistoryPort, kind: 'command' | 'outage' | 'incident') =>
  (await valueOf(history.records({ kind, from: 0, before: Date.now() + 1_000, limit: 50 }))).records;

const waitForObs = ({ gatewayPorts: { system } }: Application): Promise<void> =>
  vi.waitFor(() => expect(system.detail('obs:main')?.health.level).toBe('healthy'), { timeout: 20_000 });

it('remembers over a restart the state of every component, its commands, and the times without observation', async () => {
  const first = await start();
  await waitForObs(first);
  const { history } = first.gatewayPorts;
  const wellAt = Date.now();
  const stopped = await asOwner(first, componentStop, { id: 'obs:main' }, 'window');
  expect(stopped).toMatchObject({ ok: true, value: { result: { result: 'settled' } } });
  const stoppedAt = Date.now();
  expect(await history.whenDurable()).toBeNull();
  expect(await recordsOf(history, 'command')).toMatchObject([
    { title: 'stop obs:main', subject: 'obs:main', result: 'settled', actor: 'window' },
  ]);
  expect(await first.stop()).toEqual([]);
  const offAt = Date.now();

  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(offAt + 50));
  const second = await start();
  try {
    const past = second.gatewayPorts.history;
    const partAt = async (at: number) => {
      const { snapshot } = await valueOf(past.healthAt(at));
      return snapshot?.components.find(({ id }) => id === 'obs:main');
    };
    expect(await partAt(wellAt)).toMatchObject({ state: 'running', level: 'healthy', title: 'OBS' });
    expect(await partAt(stoppedAt)).toMatchObject({ state: 'stopped' });
    const unseen = await valueOf(past.healthAt(offAt + 20));
    expect(unseen.snapshot).toBeNull();
    expect(unseen.knownBefore).toBeLessThanOrEqual(offAt);
    expect(unseen.knownAfter).toBeGreaterThan(offAt + 20);
    // The history includes the present, up to the time of the request.
    expect((await valueOf(past.healthAt(Date.now()))).snapshot).not.toBeNull();
    expect(await recordsOf(past, 'command')).toMatchObject([{ title: 'stop obs:main', result: 'settled' }]);

    const page = await second.gatewayPorts.journal.queryEvents({ topic: 'command.settled' }, 1);
    const event = page.ok ? page.value.events[0] : undefined;
    expect(event && (await valueOf(past.event(event.id)))).toEqual(event);
    expect(await past.event('event-never')).toMatchObject({ ok: false, error: { code: 'event.unknown' } });
  } finally {
    await second.stop();
  }
});

it('ends the open records of a killed run at the time of its last observation', async () => {
  const { journalWorker } = findProjectFiles();
  const journal = await openJournal({
    file: join(programs.home, 'journal.db'),
    threads: createLocalThreads(journalWorker, createSystemClock()),
    clock: createSystemClock(),
  });
  const beganAt = Date.now() - 60_000;
  journal.append({ kind: 'run', record: { from: beganAt - 1_000, to: beganAt + 5_000 } });
  journal.append({
    kind: 'incident',
    record: {
      id: 'left-open',
      at: beganAt,
      title: 'OBS: gone',
      level: 'unhealthy',
      causeId: 'obs:main',
      componentIds: ['obs:main'],
      endedAt: null,
    },
  });
  await journal.close();
  const application = await start();
  const { history, runInfo } = application.gatewayPorts;
  // On a busy machine, the journal can still be opening when the program has started.
  await vi.waitFor(
    async () => {
      const incidents = await recordsOf(history, 'incident');
      expect(incidents.find(({ id }) => id === 'left-open')).toMatchObject({
        endedAt: null,
        endedBetween: { from: beganAt + 5_000, to: runInfo().startedAt },
        message: "Components: obs:main. It ended while Cuelight wasn't running.",
      });
    },
    { timeout: 50_000, interval: 100 },
  );
});

it('stores outages and incidents as records', async () => {
  const application = await start();
  try {
    await waitForObs(application);
    const { history } = application.gatewayPorts;
    const broken = await asOwner(application, rehearsalInjectFault, { server: 'obs', fault: 'close' });
    if (!broken.ok) throw broken.error;
    await vi.waitFor(
      async () => {
        const [outage] = await recordsOf(history, 'outage');
        expect(outage).toMatchObject({ subject: 'obs:main', result: 'over' });
      },
      { timeout: 30_000, interval: 500 },
    );
    // On a busy machine, the program itself has a problem at the same time, and OBS is then part of that
    // incident.
    const incidents = await recordsOf(history, 'incident');
    expect(incidents.map(({ message }) => message).join(' ')).toContain('obs:main');
  } finally {
    await application.stop();
  }
});
