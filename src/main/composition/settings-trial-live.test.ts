import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Application } from '#main/hosts/shared/index.ts';
import { createObsRehearsal, type ObsRehearsalServer } from '#main/rehearsal/obs/index.ts';
import {
  settingsConfirmChange,
  settingsPatch,
  settingsPutSecret,
} from '#shared/catalogue/operations/settings.ts';
import { createSeededRandom, createSystemClock } from '#shared/kernel/index.ts';
import { asOwner } from './testing/as-owner.ts';
import { Programs } from './testing/programs.ts';

const until = { timeout: 30_000, interval: 100 };
const returnAfterSeconds = 5;

/** The whole program, live, with two simulated OBS that have different passwords. */
describe('a change that breaks a bridge', () => {
  let programs: Programs;
  let application: Application;
  let studio: ObsRehearsalServer;
  let other: ObsRehearsalServer;

  const openObs = (password: string): Promise<ObsRehearsalServer> =>
    createObsRehearsal({ clock: createSystemClock(), random: createSeededRandom(1), password });
  const instances = (address: string) => ({ instances: [{ name: 'main', address, enabled: true }] });
  const putSecret = (value: string) =>
    asOwner(application, settingsPutSecret, { name: 'obs-main-password', value });
  const obsNow = () => {
    const view = application.gatewayPorts.system.list().find(({ id }) => id === 'obs:main');
    return view && `${view.state} ${view.health.level}`;
  };
  const sentencesOf = (topic: string): readonly string[] =>
    application.gatewayPorts.system.events.recent(topic, 10).map(({ message }) => message);

  beforeEach(async () => {
    programs = new Programs();
    [studio, other] = await Promise.all([openObs('right'), openObs('another')]);
    writeFileSync(
      join(programs.home, 'settings.json'),
      JSON.stringify({
        version: 1,
        program: { returnAfterSeconds },
        'chat-presence': { twitch: { enabled: false }, obs: instances(studio.url) },
      }),
    );
    application = await programs.start({ mode: 'live', environment: { CUELIGHT_KEYRING: 'off' } });
    await putSecret('right');
    await vi.waitFor(() => {
      if (obsNow() !== 'running healthy') throw new Error(`OBS is ${obsNow()}`);
    }, until);
  });
  afterEach(async () => {
    await programs[Symbol.asyncDispose]();
    await Promise.all([studio, other].map((server) => server[Symbol.asyncDispose]()));
  });

  it('to the address of an OBS that refuses the password is rolled back and reported', async () => {
    const { runInfo } = application.gatewayPorts;
    const change = { path: 'chat-presence.obs', values: instances(other.url) };
    const changed = await asOwner(application, settingsPatch, change);
    expect(changed.ok).toBe(true);
    expect(runInfo().trial?.sections).toEqual(['OBS']);
    await expect.poll(obsNow, until).toBe('failed unhealthy');
    await expect
      .poll(() => sentencesOf('settings.returned'), until)
      .toEqual([
        `The change to OBS was rolled back: OBS did not recover within ${returnAfterSeconds} s. The previous settings are active again.`,
      ]);
    await expect.poll(obsNow, until).toBe('running healthy');
    expect(studio.connections).toBe(1);
    expect(runInfo().trial).toBeNull();
  }, 60_000);

  it('to a wrong password restores the old password and is reported', async () => {
    const { runInfo } = application.gatewayPorts;
    await putSecret('wrong');
    expect(runInfo().trial?.sections).toEqual(['the OBS password']);
    await expect.poll(obsNow, until).toBe('failed unhealthy');
    await expect
      .poll(() => sentencesOf('settings.returned'), until)
      .toEqual([
        `The change to the OBS password was rolled back: OBS did not recover within ${returnAfterSeconds} s. The previous settings are active again.`,
      ]);
    await expect.poll(obsNow, until).toBe('running healthy');
    expect(runInfo().trial).toBeNull();
  }, 60_000);

  it('to a wrong password stays when a person keeps it', async () => {
    await putSecret('wrong');
    const kept = await asOwner(application, settingsConfirmChange, {});
    expect(kept).toMatchObject({ ok: true, value: { result: { kept: true } } });
    await expect.poll(obsNow, until).toBe('failed unhealthy');
    expect(sentencesOf('settings.returned')).toEqual([]);
  }, 60_000);

  it('to the same password restarts nothing', async () => {
    const { runInfo, system } = application.gatewayPorts;
    const before = system.list().find(({ id }) => id === 'obs:main')?.startedAt;
    await putSecret('right');
    expect(runInfo().trial).toBeNull();
    expect(system.list().find(({ id }) => id === 'obs:main')?.startedAt).toBe(before);
    expect(obsNow()).toBe('running healthy');
  }, 60_000);
});
