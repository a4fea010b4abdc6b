/** Tests the supervised OBS bridge with the real OBS Studio, in either order of startup. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BaseOrchestrator, createSystem, type CoreServices, type System } from '../../src/main/core/index.ts';
import { createRecordingLogger } from '../../src/main/core/testing/index.ts';
import { createObsBridge } from '../../src/main/bridges/obs/index.ts';
import type { ObsBridge } from '#main/bridges/ports/index.ts';
import { waitUntil } from '../../src/main/bridges/testing/component-harness.ts';
import {
  createCountingIds,
  createRedactor,
  createSeededRandom,
  createSystemClock,
} from '../../src/shared/kernel/index.ts';
import { createRealObs, type RealObs } from './real-obs.ts';

class ShowUnderTest extends BaseOrchestrator<Record<string, never>> {
  constructor(services: CoreServices, bridge: ObsBridge) {
    super(services, {
      id: 'show',
      title: 'Show',
      description: 'Owns the bridge under test',
      schema: z.object({}).transform((): Record<string, never> => ({})),
      config: {},
    });
    this.registerComponent('obs:main', bridge, {
      title: 'OBS',
      kind: 'bridge',
      platform: 'obs',
      probe: { intervalMs: 2_000, timeoutMs: 5_000 },
    });
  }
}

describe('the supervised OBS bridge with the real OBS Studio', () => {
  let obs: RealObs;
  let system: System | undefined;
  beforeAll(async () => {
    obs = await createRealObs();
  });
  afterEach(async () => {
    await system?.stop();
    system = undefined;
  });
  afterAll(() => obs.close());

  const startSystem = async (
    password = obs.password,
  ): Promise<{ system: System; attempts: () => number }> => {
    let attempts = 0;
    const clock = createSystemClock();
    const bridge = createObsBridge({
      readPlace: () => ({ address: obs.url }),
      readPassword: () => {
        attempts += 1;
        return Promise.resolve(password);
      },
      settingsPath: 'obs.main',
    });
    const running = createSystem({
      clock,
      random: createSeededRandom(5),
      ids: createCountingIds(),
      logger: createRecordingLogger([]),
      redactor: createRedactor(),
      orchestrators: (services) => [new ShowUnderTest(services, bridge)],
    });
    system = running;
    await running.start();
    return { system: running, attempts: () => attempts };
  };
  const levelOf = (running: System): string | undefined => running.detail('obs:main')?.health.level;

  it('is healthy soon after OBS starts, notices its end within 5 s, and reconnects', async () => {
    const { system: running, attempts } = await startSystem();
    await waitUntil('the wait for OBS', () => running.detail('obs:main')?.waiting?.for === 'retry');
    expect(running.detail('obs:main')?.supervision.lastFailure?.code).toBe('obs.unreachable');
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(attempts()).toBeLessThanOrEqual(3);
    await obs.start();
    await waitUntil('health', () => levelOf(running) === 'healthy', 15_000);

    const killedAt = performance.now();
    await obs.kill();
    await waitUntil('the loss to show', () => levelOf(running) === 'unhealthy');
    expect(performance.now() - killedAt).toBeLessThan(5_000);
    expect(running.detail('obs:main')?.supervision.lastFailure?.kind).toBe('transient');

    await obs.start();
    await waitUntil('health again', () => levelOf(running) === 'healthy', 15_000);
  });

  it('waits for the settings after a wrong password, and does not retry', async () => {
    await obs.start();
    const { system: running, attempts } = await startSystem('not the password');
    await waitUntil('the wait', () => running.detail('obs:main')?.waiting?.for === 'settings');
    const before = attempts();
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    expect(attempts()).toBe(before);
    expect(running.detail('obs:main')).toMatchObject({
      waiting: { for: 'settings', action: { kind: 'open-settings', target: 'obs.main' } },
      supervision: { lastFailure: { code: 'obs.wrong-password' } },
    });
  });
});
