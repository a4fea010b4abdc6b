import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import {
  recordingDelete,
  recordingStart,
  recordingStop,
  rehearsalInjectFault,
  rehearsalControl,
  rehearsalClearFaults,
} from '#shared/catalogue/operations/rehearsal.ts';
import { createGatewayRig, whileTimePasses } from './testing/contract-suite.ts';
import { run } from './testing/run.ts';

describe('the rehearsal over the contract', () => {
  let close: (() => Promise<unknown>) | undefined;
  afterEach(async () => {
    await close?.();
  });
  const open = (audience: 'owner' | 'dock' = 'owner') => {
    const { gateway, ports, clock, createClient } = createGatewayRig();
    close = () => gateway.close();
    return { client: createClient(audience), ports, clock };
  };

  it('controls the scenario, and answers with the new status', async () => {
    const { client } = open();
    const paused = await run(client, rehearsalControl, { action: 'pause', speed: 20 });
    expect(paused).toMatchObject({ state: 'paused', speed: 20 });
    expect(await client.rehearsal.status()).toEqual(paused);
  });

  it('records a session, lists the recording and deletes it', async () => {
    const { client } = open();
    const started = await run(client, recordingStart, { title: 'Tuesday' });
    expect(started.active).toMatchObject({ title: 'Tuesday', texts: 'replaced' });
    const kept = await run(client, recordingStop, {});
    expect((await client.rehearsal.recording.list()).recordings).toEqual([kept]);
    expect(await run(client, recordingDelete, { id: kept.id })).toEqual({ id: kept.id });
    await expect(run(client, recordingStop, {})).rejects.toMatchObject({
      code: 'rehearsal.recording-refused',
    });
  });

  it('streams the whole status, and again after each change', async () => {
    const { client, ports, clock } = open();
    const leaving = new AbortController();
    const frames = await client.rehearsal.watch({}, { signal: leaving.signal });
    const next = async () => (await whileTimePasses(clock, frames.next())).value;
    expect(await next()).toMatchObject({
      kind: 'snapshot',
      status: { record: [] },
      recording: { active: null },
    });
    ports.rehearsal.inject({ server: 'obs', fault: 'freeze' });
    expect(await next()).toMatchObject({ status: { record: [{ fault: 'freeze' }] } });
    leaving.abort();
  });

  it('injects a fault and clears it', async () => {
    const { client } = open();
    const broken = await run(client, rehearsalInjectFault, { server: 'obs', fault: 'freeze' });
    expect(broken).toMatchObject({ by: 'operator', until: null });
    const { cleared } = await run(client, rehearsalClearFaults, {});
    expect(cleared.map(({ id }) => id)).toEqual([broken.id]);
  });

  it.each<[object, string]>([
    [{ speed: 0 }, 'a speed of 0'],
    [{ speed: 101 }, 'a speed that is too high'],
    [{}, 'an empty request'],
    [{ action: 'explode' }, 'an action that does not exist'],
  ])('refuses %o: %s', async (input) => {
    const { client } = open();
    await expect(run(client, rehearsalControl, input)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('refuses everything while the program is live', async () => {
    const { client, ports } = open();
    ports.rehearsal.refusal = new Fault('rehearsal.not-rehearsing', 'The program is live.', {
      kind: 'configuration',
    });
    for (const ask of [
      () => client.rehearsal.status(),
      () => run(client, rehearsalControl, { action: 'pause' }),
      () => run(client, rehearsalInjectFault, { server: 'obs', fault: 'freeze' }),
      () => run(client, rehearsalClearFaults, {}),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'rehearsal.not-rehearsing' });
  });

  it('returns the outages, newest first', async () => {
    const { client } = open();
    const { outages } = await client.outages.list();
    expect(outages.map(({ end }) => end)).toEqual([null, 'recovered']);
  });
});
