/** Tests the whole program, live, with the real OBS Studio: the first evening of a streamer. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '../../src/main/hosts/shared/index.ts';
import { obsSetRecording, obsSwitchScene } from '../../src/shared/catalogue/operations/obs.ts';
import { Programs } from '../../src/main/composition/testing/programs.ts';
import { createRealObs, type RealObs } from './real-obs.ts';

const from = { caller: 'test', audience: 'owner' } as const;
const soon = { timeout: 20_000, interval: 50 };

describe('Cuelight with the real OBS Studio', () => {
  let obs: RealObs;
  let programs: Programs;

  beforeAll(async () => {
    obs = await createRealObs({ scenes: ['Starting soon', 'Gameplay', 'BRB'] });
  });
  afterAll(() => obs.close());
  beforeEach(() => {
    programs = new Programs();
  });
  afterEach(() => programs[Symbol.asyncDispose]());

  const startProgram = async (password: string): Promise<Application> => {
    writeFileSync(
      join(programs.home, 'settings.json'),
      JSON.stringify({
        version: 1,
        'chat-presence': {
          twitch: { enabled: false },
          obs: { instances: [{ name: 'main', address: obs.url, enabled: true }] },
        },
      }),
    );
    return await programs.start({
      mode: 'live',
      environment: { CUELIGHT_SECRET_OBS_MAIN_PASSWORD: password },
    });
  };
  const view = (program: Application) => program.gatewayPorts.system.detail('obs:main');
  const level = (program: Application) => view(program)?.health.level;

  it('is healthy in either order of startup, and recovers after OBS was killed', async () => {
    await obs.quit();
    const program = await startProgram(obs.password);
    await expect.poll(() => view(program)?.waiting?.for, soon).toBe('retry');
    await obs.start();
    await expect.poll(() => level(program), soon).toBe('healthy');

    const killedAt = performance.now();
    await obs.kill();
    await expect.poll(() => level(program), soon).toBe('unhealthy');
    expect(performance.now() - killedAt).toBeLessThan(5_000);
    expect(program.gatewayPorts.system.verdict()).toMatchObject({ level: 'unhealthy', causeId: 'obs:main' });

    await obs.start();
    await expect.poll(() => level(program), soon).toBe('healthy');
    await program.stop();

    const second = await startProgram(obs.password);
    await expect.poll(() => level(second), soon).toBe('healthy');
  });

  it('reports a scene switch in OBS, as an event and in the show’s state', async () => {
    await obs.start();
    const program = await startProgram(obs.password);
    await expect.poll(() => level(program), soon).toBe('healthy');
    expect(
      (await program.gatewayPorts.operations.run(obsSwitchScene, { id: 'obs:main', scene: 'Gameplay' }, from))
        .ok,
    ).toBe(true);
    await expect.poll(() => view(program)?.status['currentScene'], soon).toBe('Gameplay');
    expect(program.gatewayPorts.system.events.recent('obs.scene-changed', 1)[0]?.message).toContain(
      'Gameplay',
    );
    await expect.poll(() => program.gatewayPorts.runInfo().show?.state, soon).toBe('offline');
  });

  it('starts and stops a recording, and names the file that OBS wrote', async () => {
    await obs.start();
    const program = await startProgram(obs.password);
    await expect.poll(() => level(program), soon).toBe('healthy');
    const { operations } = program.gatewayPorts;
    const record = (on: boolean) => operations.run(obsSetRecording, { id: 'obs:main', on }, from);
    expect((await record(true)).ok).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const stopped = await record(false);
    const path = stopped.ok ? stopped.value.result.path : null;
    expect(path).not.toBeNull();
    expect(existsSync(path ?? '')).toBe(true);
  });

  it('asks for the password when it is wrong, does not retry, and connects with the correct one', async () => {
    await obs.start();
    const program = await startProgram('not the password');
    const { system } = program.gatewayPorts;
    await expect.poll(() => view(program)?.waiting?.for, soon).toBe('settings');
    const failures = (): number => system.events.recent('component.failed', 100).length;
    const before = failures();
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(failures()).toBe(before);
    expect(system.verdict()).toMatchObject({ causeId: 'obs:main', action: { kind: 'open-settings' } });
  });
});
