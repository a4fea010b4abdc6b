import { afterEach, describe, expect, it } from 'vitest';
import { createCoreHarness, describeOrchestratorConformance } from '#core/testing/index.ts';
import type { CoreServices } from '#core/index.ts';
import { FakeObsBridge } from '../testing/fake-bridges.ts';
import { isObsComponent, obsComponentOf, obsOfPassword, obsPasswordOf, studioManifest } from './manifest.ts';
import { studioConfig } from './config.ts';

const obs = (name: string, change: { address?: string; enabled?: boolean } = {}) => ({
  name,
  address: 'ws://127.0.0.1:4455',
  enabled: true,
  ...change,
});

const build = (services: CoreServices, config: object = {}) => {
  const bridges = new Map<string, FakeObsBridge>();
  const paths: string[] = [];
  const orchestrator = studioManifest.create(services, config, {
    obsBridge: ({ name, settingsPath }) => {
      const bridge = new FakeObsBridge();
      bridges.set(name, bridge);
      paths.push(settingsPath);
      return bridge;
    },
  });
  return { orchestrator, bridges, paths };
};

describeOrchestratorConformance('studio', (services) => ({ orchestrator: build(services).orchestrator }));

describe('the studio', () => {
  let cleanUp: (() => Promise<unknown>) | undefined;
  afterEach(async () => {
    await cleanUp?.();
    cleanUp = undefined;
  });

  const start = async (config?: object) => {
    const { clock, createServices } = createCoreHarness();
    const services = createServices();
    const built = build(services, config);
    const starts: string[] = [];
    services.bus.on('component.state-changed', ({ source, data }) => {
      if (data['to'] === 'starting') starts.push(source);
    });
    const started = built.orchestrator.initialize();
    await clock.advance(1_000);
    expect((await started).ok).toBe(true);
    cleanUp = () => built.orchestrator.cleanup();
    /** Applies settings and returns the components that were started by them. */
    const apply = async (...instances: ReturnType<typeof obs>[]): Promise<string[]> => {
      const impact = built.orchestrator.previewConfig({ instances });
      starts.length = 0;
      expect(built.orchestrator.applyConfig({ instances }).ok).toBe(true);
      await clock.advance(1_000);
      // The preview lists the effect on existing components.
      const restarted = starts.filter((id) => known.has(id));
      expect(impact.ok && impact.value.restarts.toSorted()).toEqual(restarted.toSorted());
      for (const id of starts) known.add(id);
      return starts.toSorted();
    };
    const known = new Set(starts);
    return { ...built, apply };
  };

  it('has one OBS by default, and passes the settings path to its bridge', async () => {
    const { orchestrator, bridges, paths } = await start();
    expect([...bridges.keys()]).toEqual(['main']);
    expect(orchestrator.obs('obs:main')).toBe(bridges.get('main'));
    expect(paths).toEqual(['chat-presence.obs']);
    expect(orchestrator.getStatus().components).toMatchObject([
      { id: 'obs:main', title: 'OBS', platform: 'obs', settingsPath: 'chat-presence.obs' },
    ]);
  });

  it('adds an OBS that the settings add, and removes one that they drop', async () => {
    const { orchestrator, apply } = await start();
    await apply(obs('stage-left'));
    expect(orchestrator.hasComponent('obs:stage-left')).toBe(true);
    expect(orchestrator.hasComponent('obs:main')).toBe(false);
    expect(orchestrator.obs('obs:main')).toBeNull();
  });

  it('restarts the OBS whose address changed and leaves every other OBS alone', async () => {
    const { apply } = await start({ instances: [obs('main'), obs('stage-left'), obs('stage-right')] });
    const moved = obs('stage-left', { address: 'ws://127.0.0.1:4466' });
    expect(await apply(obs('main'), moved, obs('stage-right'))).toEqual(['obs:stage-left']);
  });

  it('restarts nothing when an OBS is added, taken out, switched off or moved in the list', async () => {
    const { apply, orchestrator } = await start({ instances: [obs('main'), obs('stage-left')] });
    expect(await apply(obs('main'), obs('stage-left'), obs('wings'))).toEqual(['obs:wings']);
    expect(await apply(obs('wings'), obs('stage-left'), obs('main'))).toEqual([]);
    expect(await apply(obs('wings'), obs('main'))).toEqual([]);
    expect(await apply(obs('wings', { enabled: false }), obs('main'))).toEqual([]);
    const wings = orchestrator.getStatus().components.find(({ id }) => id === 'obs:wings');
    expect(wings).toMatchObject({ desired: 'stopped' });
  });

  it('replaces a renamed OBS', async () => {
    const { apply, orchestrator } = await start({ instances: [obs('main'), obs('stage-left')] });
    expect(await apply(obs('main'), obs('wings'))).toEqual(['obs:wings']);
    expect(orchestrator.obs('obs:stage-left')).toBeNull();
  });
});

describe('the settings of OBS', () => {
  it('refuse two OBS with the same name', () => {
    expect(studioConfig.safeParse({ instances: [obs('main'), obs('main')] }).success).toBe(false);
  });

  it('give each OBS a component and a password, and read the names back', () => {
    expect([obsComponentOf('wings'), obsPasswordOf('stage-left')]).toEqual([
      'obs:wings',
      'obs-stage-left-password',
    ]);
    expect(obsOfPassword(obsPasswordOf('stage-left'))).toBe('stage-left');
    expect([obsOfPassword('discord-token'), obsOfPassword('obs--password')]).toEqual([null, null]);
    expect([isObsComponent('obs:main'), isObsComponent('obsolete')]).toEqual([true, false]);
  });
});
