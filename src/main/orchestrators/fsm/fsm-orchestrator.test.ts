import { afterEach, describe, expect, it } from 'vitest';
import { BaseOrchestrator, type CoreServices } from '#core/index.ts';
import { createCoreHarness, describeOrchestratorConformance } from '#core/testing/index.ts';
import { z } from 'zod';
import { FakeObsBridge } from '../testing/fake-bridges.ts';
import { fsmManifest } from './manifest.ts';
import type { Show } from './show-state.ts';

class ObsOwner extends BaseOrchestrator<object> {
  constructor(services: CoreServices, obs: FakeObsBridge) {
    super(services, { id: 'owner', title: 'Owner', description: '', schema: z.object({}) });
    this.registerComponent('obs:main', obs, { title: 'OBS', kind: 'bridge' });
  }
}

const build = (services: CoreServices) => {
  const obs = new FakeObsBridge();
  const setUp = { obs: true };
  const owner = new ObsOwner(services, obs);
  const shows: (Show | null)[] = [];
  const fsm = fsmManifest.create(
    services,
    {},
    {
      showObs: { id: 'obs:main', isSetUp: () => setUp.obs, read: () => obs.state },
      onShow: (show) => void shows.push(show),
    },
  );
  return { obs, setUp, owner, fsm, shows };
};

describeOrchestratorConformance('fsm', (services) => ({ orchestrator: build(services).fsm }));

describe('the show state', () => {
  let cleanUp: (() => Promise<unknown>) | undefined;
  afterEach(async () => {
    await cleanUp?.();
  });

  const start = async () => {
    const { clock, createServices } = createCoreHarness();
    const services = createServices();
    const built = build(services);
    void built.owner.initialize();
    const started = built.fsm.initialize();
    await clock.advance(1_000);
    expect((await started).ok).toBe(true);
    cleanUp = async () => {
      await built.fsm.cleanup();
      await built.owner.cleanup();
    };
    return { ...built, clock, services };
  };

  it('is unknown until OBS is connected', async () => {
    const { fsm, obs, clock } = await start();
    expect(fsm.show).toBeNull();
    expect(fsm.getHealth().level).toBe('unknown');
    obs.show({ streaming: 'off', currentScene: 'Gameplay' });
    await clock.advance(1_000);
    expect(fsm.show?.state).toBe('offline');
    expect(fsm.getHealth().level).toBe('healthy');
  });

  it('follows the stream and the scene, with evidence', async () => {
    const { fsm, obs } = await start();
    obs.show({ streaming: 'on', currentScene: 'Gameplay' }, 'obs.stream-started');
    expect(fsm.show).toMatchObject({ state: 'live', evidence: 'OBS is streaming. Scene: “Gameplay”.' });
    obs.show({ currentScene: 'BRB' });
    expect(fsm.show?.state).toBe('be-right-back');
  });

  it('dates from the change, not from each reading', async () => {
    const { fsm, obs, clock } = await start();
    obs.show({ streaming: 'on', currentScene: 'Gameplay' });
    const since = fsm.show?.since;
    await clock.advance(60_000);
    obs.show({ currentScene: 'Other game' });
    expect(fsm.show?.since).toBe(since);
  });

  it('is healthy when no OBS is set up', async () => {
    const { fsm, obs, setUp, clock } = await start();
    setUp.obs = false;
    obs.show({ streaming: null, currentScene: null });
    await clock.advance(1_000);
    expect(fsm.show).toBeNull();
    expect(fsm.getHealth().level).toBe('healthy');
    setUp.obs = true;
    obs.show({ streaming: 'off', currentScene: 'Gameplay' });
    await clock.advance(1_000);
    expect(fsm.show?.state).toBe('offline');
  });

  it('becomes unknown when OBS disconnects, and is reported once', async () => {
    const { fsm, obs, owner, clock, services, shows } = await start();
    obs.show({ streaming: 'on', currentScene: 'Gameplay' });
    const stopped = owner.cleanup();
    await clock.advance(1_000);
    await stopped;
    expect(fsm.show).toBeNull();
    expect(shows.at(-1)).toBeNull();
    const changes = services.bus.recent('show.state-changed', 10);
    expect(changes.map(({ data }) => data['to'])).toEqual(['live', null]);
  });

  it('does not change while a stream starts or stops', async () => {
    const { fsm, obs } = await start();
    obs.show({ streaming: 'off', currentScene: 'Gameplay' });
    obs.show({ streaming: 'starting' });
    expect(fsm.show?.state).toBe('offline');
    obs.show({ streaming: 'on' });
    obs.show({ streaming: 'stopping' });
    expect(fsm.show?.state).toBe('live');
  });
});
