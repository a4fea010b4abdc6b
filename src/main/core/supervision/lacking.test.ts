import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Fault } from '#shared/kernel/index.ts';
import { BaseOrchestrator, createSystem, type Component, type CoreServices } from '../index.ts';
import { createCoreHarness, createScriptedComponent } from '../testing/index.ts';
import { createScriptedSystem, needsOf } from '../testing/scripted-system.ts';

/** Components that report a missing dependency at runtime without having declared it. */

class Group extends BaseOrchestrator<object> {
  constructor(services: CoreServices, id: string, parts: Readonly<Record<string, [Component, boolean]>>) {
    super(services, { id, title: id, description: '', schema: z.object({}) });
    for (const [name, [component, essential]] of Object.entries(parts))
      this.registerComponent(name, component, { title: name, essential });
  }
}

const lacking = (target: string): Fault =>
  new Fault('test.lacking', `It needs ${target}`, {
    kind: 'dependency',
    action: { kind: 'start-component', label: 'Start it', target },
  });
const away = new Fault('test.away', 'The other side is away', { kind: 'transient', retryAfterMs: 5_000 });

const build = (essential: boolean) => {
  const { clock, options } = createCoreHarness();
  const obs = createScriptedComponent('obs');
  const clips = createScriptedComponent('clips');
  const system = createSystem({
    ...options,
    orchestrators: (services) => [
      new Group(services, 'outside', { obs: [obs, false] }),
      new Group(services, 'show', { clips: [clips, essential] }),
    ],
  });
  const view = (id: string) => system.list().find((each) => each.id === id);
  return { clock, system, obs, clips, view };
};

describe.each([
  ['a component', false, 'clips'],
  ['an orchestrator whose essential component', true, 'show'],
])('%s with a reported missing dependency', (_, essential, waiter) => {
  it('waits for it, has it as its cause, and runs as soon as it runs', async () => {
    const { clock, system, obs, clips, view } = build(essential);
    obs.starts.push({ fail: away });
    clips.starts.push({ fail: lacking('obs') });
    await system.start();
    expect(view(waiter)).toMatchObject({
      state: 'failed',
      waiting: { for: 'dependency', componentId: 'obs' },
    });
    expect(view('clips')?.cause).toMatchObject({ componentId: 'obs', message: 'The other side is away' });
    expect(system.verdict()).toMatchObject({ causeId: 'obs', collateral: ['clips'] });
    await clock.advance(5_000);
    expect([view('clips')?.state, view('show')?.state]).toEqual(['running', 'running']);
    await system.stop();
  });

  it.each([
    ['what runs already', 'obs'],
    ['what nobody knows', 'nowhere'],
    ['itself', 'clips'],
    ['its own orchestrator', 'show'],
  ])('that is %s is retried slowly, not at once and for ever', async (__, target) => {
    const { clock, system, clips, view } = build(essential);
    clips.starts.push({ fail: lacking(target) }, { fail: lacking(target) });
    await system.start();
    expect(view(waiter)?.waiting).toMatchObject({ for: 'retry' });
    await clock.advance(29_999);
    expect(clips.calls).toHaveLength(1);
    await clock.advance(90_001);
    expect(view('clips')?.state).toBe('running');
    await system.stop();
  });
});

describe('two components that report each other missing', () => {
  /**
   * OBS reports first that the clips are missing, and also last; both report it as often as they are scripted
   * to.
   */
  const buildCircle = async (essential: boolean, times: number) => {
    const made = build(essential);
    const { obs, clips, clock, system } = made;
    obs.starts.push('wait');
    for (let time = 0; time < times; time++) {
      obs.starts.push({ fail: lacking('clips') });
      clips.starts.push({ fail: lacking('obs') });
    }
    const starting = system.start();
    await clock.advance(15_000);
    await starting;
    await clock.advance(1_000);
    return made;
  };
  const countOf = ({ calls }: { readonly calls: readonly string[] }): number =>
    calls.filter((call) => call === 'initialize').length;

  describe.each([
    ['components', false],
    ['a component and an orchestrator', true],
  ])('%s', (_, essential) => {
    it('are both retried within a minute, as long as necessary, and not in a tight loop', async () => {
      const { clock, system, obs, clips, view } = await buildCircle(essential, 4);
      // The component that closed the cycle has its retry time; the other one is retried at the same moment
      // and waits for it.
      expect(view('obs')?.waiting?.for).toBe('retry');
      expect(view(essential ? 'show' : 'clips')?.waiting).toMatchObject({ componentId: 'obs' });
      expect(view('clips')?.cause).toMatchObject({ componentId: 'obs', message: 'It needs clips' });
      expect(system.verdict()).toMatchObject({ causeId: 'obs', collateral: ['clips'] });
      expect([countOf(obs), countOf(clips)]).toEqual([2, 2]);
      await clock.advance(60_000);
      expect([countOf(obs), countOf(clips)]).toEqual([3, 3]);
      await clock.advance(300_000);
      expect([view('obs')?.state, view('clips')?.state]).toEqual(['running', 'running']);
      await system.stop();
    });

    it('run as soon as one of them can run without the other', async () => {
      const { clock, system, obs, clips, view } = await buildCircle(essential, 2);
      clips.starts.length = 0;
      for (let time = 0; time < 20; time++) obs.starts.push({ fail: lacking('clips') });
      await clock.advance(60_000);
      expect(view('clips')?.state).toBe('running');
      obs.starts.length = 0;
      await clock.advance(60_000);
      expect(view('obs')?.state).toBe('running');
      await system.stop();
    });
  });

  it('with the orchestrator reporting last: it is retried slowly, and the other at the same moment', async () => {
    const { clock, system, obs, clips, view } = build(true);
    obs.starts.push({ fail: lacking('clips') });
    clips.starts.push({ fail: away }, { fail: lacking('obs') });
    await system.start();
    expect(view('obs')?.waiting).toMatchObject({ for: 'dependency', componentId: 'clips' });
    await clock.advance(5_000);
    expect([view('show')?.waiting?.for, view('obs')?.state]).toEqual(['retry', 'running']);
    await clock.advance(60_000);
    expect([view('show')?.state, view('clips')?.state]).toEqual(['running', 'running']);
    await system.stop();
  });

  it('with a component that reports its own dependent missing: it is retried slowly', async () => {
    const { clock, system, part, view } = createScriptedSystem({
      show: { obs: { kind: 'bridge' }, scenes: { kind: 'bridge', ...needsOf('obs') } },
    });
    part('obs').starts.push({ fail: lacking('scenes') });
    await system.start();
    expect(view('obs').waiting?.for).toBe('retry');
    expect(view('scenes').waiting).toMatchObject({ for: 'dependency', componentId: 'obs' });
    await clock.advance(60_000);
    expect([view('obs').state, view('scenes').state]).toEqual(['running', 'running']);
  });

  it('with three in a cycle: all are retried, and none waits for ever', async () => {
    const { clock, system, part, states } = createScriptedSystem({
      show: { a: { kind: 'bridge' }, b: { kind: 'bridge' }, c: { kind: 'bridge' } },
    });
    for (const [id, missing] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ] as const)
      for (let time = 0; time < 3; time++) part(id).starts.push({ fail: lacking(missing) });
    await system.start();
    await clock.settle();
    expect(states()).toMatchObject({ a: 'failed', b: 'failed', c: 'failed' });
    await clock.advance(300_000);
    expect(states()).toMatchObject({ a: 'running', b: 'running', c: 'running' });
  });
});
