import { rehearsalInjectFault, rehearsalControl } from '#shared/catalogue/operations/rehearsal.ts';
import { asOwner } from './testing/as-owner.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Application } from '#main/hosts/shared/index.ts';
import { Programs } from './testing/programs.ts';

describe('a bad evening at twenty times the speed', () => {
  const programs = new Programs();
  let application: Application;

  beforeAll(async () => {
    application = await programs.start({ mode: 'rehearsal', scenario: 'bad-evening', speed: 20 });
  });
  afterAll(() => programs[Symbol.asyncDispose]());

  const status = () => {
    const answer = application.gatewayPorts.rehearsal.status();
    if (!answer.ok) throw answer.error;
    return answer.value;
  };

  it("ends with healthy bridges and a ledger that matches the scenario's own record", async () => {
    const { system, outages, journal } = application.gatewayPorts;
    await expect.poll(() => status().act?.id, { timeout: 60_000, interval: 100 }).toBe('well-again');
    // The last connection went silent a moment ago, and Cuelight notices that within ten seconds.
    await expect
      .poll(() => status().ledger.filter(({ verdict }) => verdict === 'awaited' || verdict === 'unseen'), {
        timeout: 20_000,
        interval: 100,
      })
      .toEqual([]);
    await expect
      .poll(
        () =>
          system
            .list()
            .filter(({ kind }) => kind === 'bridge')
            .map(({ id, state, health }) => `${id} ${state} ${health.level}`)
            .filter((words) => !words.endsWith(' running healthy')),
        { timeout: 30_000, interval: 100 },
      )
      .toEqual([]);

    const { record, ledger } = status();
    expect(record.map(({ server, fault, by }) => `${server} ${fault} ${by}`)).toEqual([
      'twitch reconnect scenario',
      'twitch-platform expire-token scenario',
      'discord cut scenario',
      'obs refuse scenario',
      'twitch freeze scenario',
    ]);
    expect(record.every(({ until }) => until !== null)).toBe(true);
    expect(ledger.filter(({ verdict }) => verdict === 'unexplained')).toEqual([]);
    const matched = ledger.filter(({ verdict }) => verdict === 'matched');
    expect(matched.length).toBeGreaterThanOrEqual(3);
    expect(matched.map(({ outage }) => outage?.end)).toEqual(matched.map(() => 'recovered'));

    // The journal contains the same, so that it survives a restart.
    const kept = await journal.queryEvents({ topic: 'outage.*' }, 100);
    const closed = kept.ok ? kept.value.events.filter(({ topic }) => topic === 'outage.closed') : [];
    expect(closed.length).toBe(outages.list().length);
  }, 120_000);

  it('is paused, stepped and disturbed by hand', async () => {
    const { outages } = application.gatewayPorts;
    expect(await asOwner(application, rehearsalControl, { action: 'pause', speed: 1 })).toMatchObject({
      ok: true,
      value: { result: { state: 'paused', speed: 1 } },
    });
    const { lines, positionMs } = status();
    expect(await asOwner(application, rehearsalControl, { action: 'step' })).toMatchObject({ ok: true });
    expect(status().positionMs).toBeGreaterThanOrEqual(positionMs);
    expect(status().lines).toBeLessThanOrEqual(lines + 1);

    const before = outages.list().length;
    expect(
      await asOwner(application, rehearsalInjectFault, { server: 'obs', fault: 'refuse', durationMs: 500 }),
    ).toMatchObject({ ok: true });
    await expect.poll(() => outages.list().length, { timeout: 10_000 }).toBe(before + 1);
    await expect.poll(() => outages.list()[0]?.end, { timeout: 15_000 }).toBe('recovered');
    expect(status().record.at(-1)).toMatchObject({ by: 'operator', fault: 'refuse' });
    expect(
      await asOwner(application, rehearsalInjectFault, { server: 'obs', fault: 'explode' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'rehearsal.unknown-fault' },
    });
  }, 60_000);

  it('is replaced by another scenario, with its own scenes', async () => {
    const { runInfo } = application.gatewayPorts;
    expect(await asOwner(application, rehearsalControl, { scenario: 'no-such-show' })).toMatchObject({
      ok: false,
    });
    expect(
      await asOwner(application, rehearsalControl, { scenario: 'lively-show', speed: 10 }),
    ).toMatchObject({
      ok: true,
      value: { result: { scenario: { id: 'lively-show' }, state: 'playing' } },
    });
    expect(runInfo().scenario).toBe(status().scenario.title);
    await expect.poll(() => status().lines, { timeout: 20_000 }).toBeGreaterThan(3);
  }, 40_000);
});
