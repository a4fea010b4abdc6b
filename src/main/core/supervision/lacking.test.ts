import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Fault } from '#shared/kernel/index.ts';
import { BaseOrchestrator, createSystem, type Component, type CoreServices } from '../index.ts';
import { createCoreHarness, createScriptedComponent } from '../testing/index.ts';

/** Components that find out by themselves what they lack, without having declared a need for it. */

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
])('%s lacks something', (_, essential, waiter) => {
  it('waits for it, has it as its cause, and runs as soon as it is there', async () => {
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
  ])('and says that it is %s: it is tried again slowly, not at once and for ever', async (__, target) => {
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

describe('two components that each say they lack the other', () => {
  it('are both told to wait, and neither is the cause of the other for ever', async () => {
    const { clock, system, obs, clips, view } = build(false);
    obs.starts.push('wait', { fail: lacking('clips') });
    clips.starts.push({ fail: lacking('obs') });
    const starting = system.start();
    await clock.advance(15_000);
    await starting;
    await clock.advance(1_000);
    expect([view('obs')?.waiting?.for, view('clips')?.waiting?.for]).toEqual(['dependency', 'dependency']);
    expect([view('obs')?.cause, view('clips')?.cause].filter(Boolean).length).toBeLessThan(2);
    expect(system.verdict().causeId).not.toBeNull();
    await system.command('start', 'obs');
    await clock.settle();
    expect([view('obs')?.state, view('clips')?.state]).toEqual(['running', 'running']);
    await system.stop();
  });
});
