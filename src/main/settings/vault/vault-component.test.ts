import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { BaseOrchestrator, createSystem, type Component, type CoreServices } from '#core/index.ts';
import { createCoreHarness } from '#core/testing/index.ts';
import { createSessionVault } from './session-vault.ts';
import { DeferredVault } from './deferred-vault.ts';
import type { SecretVault } from './port.ts';
import { createVaultComponent, reopenWhenAnswered, type VaultOpening } from './vault-component.ts';

class Desk extends BaseOrchestrator<object> {
  constructor(services: CoreServices, vault: Component, bridge: Component) {
    super(services, { id: 'desk', title: 'Desk', description: '', schema: z.object({}) });
    this.registerComponent('vault', vault, { title: 'Vault', essential: false });
    this.registerComponent('obs', bridge, { title: 'OBS', kind: 'bridge' });
  }
}

const kept: SecretVault = {
  ...createSessionVault(''),
  describe: () => ({ backend: 'Keyring', protection: 'os-keyring', warning: null }),
};

const build = (opening: VaultOpening) => {
  const harness = createCoreHarness();
  const answers: PromiseWithResolvers<SecretVault>[] = [];
  const vault = new DeferredVault({
    clock: harness.clock,
    storedNames: () => Promise.resolve(new Set()),
    open: () => {
      const answer = Promise.withResolvers<SecretVault>();
      answers.push(answer);
      return answer.promise;
    },
  });
  const bridge: Component = {
    initialize: async () => {
      const password = await vault.read('obs-password');
      if (!password.ok) throw password.error;
    },
  };
  const system = createSystem({
    ...harness.options,
    orchestrators: (services) => [new Desk(services, createVaultComponent(vault, opening), bridge)],
  });
  const waking = reopenWhenAnswered(vault, system);
  onTestFinished(async () => {
    waking[Symbol.dispose]();
    const stopped = system.stop();
    await harness.clock.advance(20_000);
    await stopped;
  });
  const view = (id: string) => system.list().find((each) => each.id === id);
  return { ...harness, system, vault, answers, view };
};

describe('the component of the vault', () => {
  it('fails with a remedy when the keyring does not answer in time, without blocking other components', async () => {
    const { system, clock, view } = build('at-start');
    const started = system.start();
    await clock.advance(10_000);
    await started;
    expect(view('vault')).toMatchObject({ state: 'failed', waiting: { for: 'sign-in' } });
    expect(view('vault')?.health.level).toBe('unhealthy');
    expect(system.detail('vault')?.health.conditions).toContainEqual(
      expect.objectContaining({
        status: 'false',
        message: expect.stringContaining('Answer its prompt or unlock it'),
      }),
    );
    expect(system.verdict()).toMatchObject({
      causeId: 'vault',
      action: { kind: 'start-component', target: 'vault' },
    });
    expect(view('obs')).toMatchObject({ waiting: { for: 'dependency', componentId: 'vault' } });
  });

  it('recovers with its dependents when the answer arrives late', async () => {
    const { system, clock, view, answers } = build('at-start');
    const started = system.start();
    await clock.advance(10_000);
    await started;
    await clock.advance(3_600_000);
    answers[0]?.resolve(kept);
    await clock.advance(1_000);
    expect([view('vault')?.state, view('obs')?.state]).toEqual(['running', 'running']);
    expect(view('vault')?.health.level).toBe('healthy');
    expect(answers).toHaveLength(1);
  });

  it('asks the keyring again after a manual start', async () => {
    const { system, clock, view, answers } = build('at-start');
    const started = system.start();
    await clock.advance(10_000);
    await started;
    const again = system.command('start', 'vault');
    await clock.settle();
    answers[1]?.resolve(kept);
    await clock.advance(1_000);
    await again;
    expect([view('vault')?.state, view('obs')?.state]).toEqual(['running', 'running']);
  });

  it('stops at once while the keyring is still busy', async () => {
    const { system, clock, vault } = build('at-start');
    void system.start();
    await clock.settle();
    vault.abandon();
    const stopped = system.stop();
    await clock.settle();
    const reports = await stopped;
    expect([...reports.values()].every(({ ok }) => ok)).toBe(true);
  });

  it('asks no keyring in rehearsal until a secret is needed, and then fails as at the start', async () => {
    const harness = build('when-asked');
    const { system, clock, view, vault, answers } = harness;
    // Only the bridge of this test asks, and at once.
    await system.command('stop', 'obs');
    const started = system.start();
    await clock.settle();
    await started;
    expect(view('vault')).toMatchObject({ state: 'running' });
    expect([view('vault')?.health.level, answers.length]).toEqual(['healthy', 0]);
    const read = vault.read('twitch-token');
    await clock.advance(10_000);
    expect((await read).ok).toBe(false);
    await clock.settle();
    expect(view('vault')?.state).toBe('failed');
    answers[0]?.resolve(kept);
    await clock.advance(1_000);
    expect(view('vault')).toMatchObject({ state: 'running', health: { level: 'healthy' } });
  });

  it.each([
    ['locked', {}, { locked: 'It is wrong.' }],
    ['damaged', {}, { damage: 'It is wrong.' }],
    ['not lasting', { protection: 'session-only' }, {}],
  ] as const)(
    'is degraded with a false condition while its secrets are %s',
    async (_, described, trouble) => {
      const { system, clock, view, answers } = build('at-start');
      const started = system.start();
      await clock.settle();
      answers[0]?.resolve({
        ...kept,
        describe: () => ({ ...kept.describe(), warning: 'It is wrong.', ...described }),
        trouble: () => ({ locked: null, damage: null, ...trouble }),
      });
      await clock.advance(100);
      await started;
      expect(view('vault')?.health.level).toBe('degraded');
      const conditions = system.detail('vault')?.health.conditions ?? [];
      const telling = conditions.filter(({ message }) => message === 'It is wrong.');
      expect(telling.map(({ status }) => status)).toEqual(['false']);
    },
  );
});
