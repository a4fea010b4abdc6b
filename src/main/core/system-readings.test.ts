import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { Fault } from '#shared/kernel/index.ts';
import {
  BaseOrchestrator,
  createSystem,
  type Component,
  type ComponentOptions,
  type CoreServices,
} from './index.ts';
import { createCoreHarness } from './testing/index.ts';
import { createScriptedSystem, needsOf } from './testing/scripted-system.ts';
import type { SystemChange } from './system-port.ts';
import { happened } from './testing/happened.ts';

class Show extends BaseOrchestrator<object> {
  constructor(
    services: CoreServices,
    parts: Readonly<Record<string, Component>>,
    options: Partial<ComponentOptions>,
  ) {
    super(services, { id: 'show', title: 'Show', description: '', schema: z.object({}) });
    for (const [id, component] of Object.entries(parts))
      this.registerComponent(id, component, { title: id, kind: 'bridge', ...options });
  }
}

const build = (parts: Readonly<Record<string, Component>>, options: Partial<ComponentOptions> = {}) => {
  const harness = createCoreHarness();
  const system = createSystem({
    ...harness.options,
    orchestrators: (services) => [new Show(services, parts, options)],
  });
  const changes: SystemChange[] = [];
  const watching = system.onChange((change) => changes.push(change));
  onTestFinished(async () => {
    watching[Symbol.dispose]();
    const stopped = system.stop();
    await harness.clock.advance(20_000);
    await stopped;
  });
  const factOf = (id: string) => system.detail(id)?.fact;
  return { ...harness, system, changes, factOf, watching };
};
const lost = (retryAfterMs = 3_600_000): Fault =>
  new Fault('x.lost', 'It is lost', { kind: 'transient', retryAfterMs });

describe('the fact of a component', () => {
  it('is read once a second while it runs, published when it changes, and shown without secrets', async () => {
    let fact: string | null = '60 fps';
    const { system, clock, changes, factOf } = build({ obs: { getFact: () => fact } });
    expect(factOf('obs')).toBeNull();
    await system.start();
    expect(factOf('obs')).toBeNull();
    await clock.advance(1_000);
    expect(factOf('obs')).toBe('60 fps');
    changes.length = 0;
    await clock.advance(2_000);
    expect(changes).toEqual([]);
    fact = 'ws://me:hunter2@127.0.0.1';
    await clock.advance(1_000);
    expect(changes).toEqual([{ kind: 'component', id: 'obs' }]);
    expect(factOf('obs')).toBe('ws://me:[redacted]@127.0.0.1');
    fact = null;
    await clock.advance(1_000);
    expect(factOf('obs')).toBeNull();
    fact = 'gone';
    await system.command('stop', 'obs');
    await clock.advance(2_000);
    expect(factOf('obs')).toBeNull();
  });

  it('that throws is null, and affects nothing else', async () => {
    const { system, clock, factOf, lines } = build({
      ill: {
        getFact: () => {
          throw new Error('broken');
        },
      },
      mute: {},
      well: { getFact: () => 'fine' },
    });
    await system.start();
    await clock.advance(1_000);
    expect([factOf('ill'), factOf('mute'), factOf('well')]).toEqual([null, null, 'fine']);
    expect(lines.map(({ message }) => message)).toContain('Reading its fact failed');
  });
});

describe('numbers', () => {
  it('are read from every running component with metrics; one that throws is skipped', async () => {
    const fps = { name: 'fps', unit: '1/s', value: 60 };
    const { system, lines } = build({
      obs: { getMetrics: () => [fps] },
      mute: {},
      ill: {
        getMetrics: () => {
          throw new Error('broken');
        },
      },
    });
    expect(system.readMetrics()).toEqual([]);
    await system.start();
    expect(system.readMetrics()).toEqual([{ componentId: 'obs', readings: [fps] }]);
    expect(lines.map(({ message }) => message)).toContain('Reading its numbers failed');
  });
});

describe('edges', () => {
  it('are published at most once a second, and only when they changed', async () => {
    const { system, clock, changes } = build({
      chat: { initialize: ({ events }) => void events.on('obs.*', () => undefined) },
      obs: {
        initialize: ({ events, clock: time, scope }) =>
          void scope.use(
            time.setInterval(() => void events.emit(happened('obs.beat', { message: '' })), 100),
          ),
      },
    });
    await system.start();
    await clock.advance(999);
    expect(changes.filter(({ kind }) => kind === 'edges')).toEqual([]);
    await clock.advance(1);
    expect(changes.filter(({ kind }) => kind === 'edges')).toEqual([{ kind: 'edges' }]);
    await clock.advance(60_000);
    const notified = changes.filter(({ kind }) => kind === 'edges').length;
    await clock.advance(10_000);
    expect(changes.filter(({ kind }) => kind === 'edges').length).toBe(notified);
  });

  it('and all other changes are not published to removed listeners', async () => {
    const { system, changes, watching } = build({ obs: {} });
    watching[Symbol.dispose]();
    await system.start();
    expect(changes).toEqual([]);
  });
});

describe('a probe by hand', () => {
  const bad = { type: 'Fluent', status: 'false', reason: 'Slow', message: 'It is slow' } as const;

  it('probes a running component, and returns all its conditions', async () => {
    let asked = 0;
    const { system, clock } = build({ obs: { getHealth: () => (asked++, [bad]) } });
    await system.start();
    await clock.settle();
    expect(asked).toBe(1);
    const answer = await system.probe('obs');
    expect(asked).toBe(2);
    expect(answer.ok && answer.value.map(({ type, status }) => [type, status])).toEqual([
      ['Ready', 'true'],
      ['Responsive', 'true'],
      ['Fluent', 'false'],
    ]);
  });

  it('of an orchestrator probes all its components', async () => {
    const asked: string[] = [];
    const ask = (id: string): Component => ({ getHealth: () => (asked.push(id), []) });
    const { system, clock } = build({ obs: ask('obs'), chat: ask('chat'), mute: {} });
    await system.start();
    await clock.settle();
    asked.length = 0;
    const answer = await system.probe('show');
    expect(asked.toSorted()).toEqual(['chat', 'obs']);
    expect(answer.ok && answer.value.map(({ type }) => type)).toEqual(['obs', 'chat', 'mute']);
  });

  it('of a waiting component retries it at once, and answers with the outcome', async () => {
    let starts = 0;
    const { system, clock } = build({
      obs: {
        initialize: async ({ clock: time }) => {
          if (++starts === 1) throw lost();
          await new Promise<void>((resolve) => time.setTimeout(resolve, 3_000));
          if (starts === 2) throw new Fault('x.refused', 'It is refused', { kind: 'authentication' });
        },
        getHealth: () => [bad],
      },
    });
    await system.start();
    let answered = false;
    const first = system.probe('obs').finally(() => (answered = true));
    await clock.advance(2_999);
    expect(answered).toBe(false);
    await clock.advance(1);
    await expect(first).resolves.toMatchObject({
      value: [{ type: 'Ready', status: 'false', reason: 'Refused' }],
    });
    const second = system.probe('obs');
    await clock.advance(3_000);
    await expect(second).resolves.toMatchObject({
      value: [{ type: 'Ready', status: 'true' }, { type: 'Responsive' }, { type: 'Fluent' }],
    });
  });

  it('of a stopped component changes nothing, and of an unknown id is refused', async () => {
    const { system } = build({ obs: {} });
    await expect(system.probe('obs')).resolves.toMatchObject({ ok: true });
    expect(system.detail('obs')?.state).toBe('idle');
    await expect(system.probe('nobody')).resolves.toMatchObject({
      ok: false,
      error: { code: 'component.unknown', message: 'There is no component "nobody"' },
    });
  });
});

describe('a wake-up', () => {
  it('is recorded, ends automatic waits, and probes everything, spread over two seconds', async () => {
    const asked: number[] = [];
    const tried: number[] = [];
    const { system, clock } = build({
      well: { getHealth: () => (asked.push(clock.monotonic()), []) },
      away: {
        initialize: () => {
          tried.push(clock.monotonic());
          throw lost();
        },
      },
      refused: {
        initialize: () => {
          throw new Fault('x.refused', 'It is refused', { kind: 'authentication' });
        },
      },
    });
    await system.start();
    await clock.settle();
    system.notifyWake('the lid was opened');
    expect(system.events.recent('system.woke', 1)).toMatchObject([
      {
        source: 'system',
        message: 'Checking all components now: the lid was opened',
        data: { reason: 'the lid was opened' },
      },
    ]);
    expect([asked.length, tried.length]).toEqual([1, 1]);
    await clock.advance(2_000);
    expect([asked.length, tried.length]).toEqual([2, 2]);
    expect(Math.min(...asked.slice(1), ...tried.slice(1))).toBeGreaterThan(1);
    expect(system.detail('refused')?.waiting?.for).toBe('sign-in');
  });

  it('right before the end leaves nothing behind', async () => {
    const { system, clock } = build({ well: { getHealth: () => [] } });
    await system.start();
    system.notifyWake('the lid was opened');
    const stopped = system.stop();
    await clock.settle();
    await stopped;
    expect(clock.pending).toBe(0);
  });
});

describe('settings from outside', () => {
  it('retry only the components that wait for them', async () => {
    const bridge = { kind: 'bridge' } as const;
    const { system, part, clock, states, view } = createScriptedSystem({
      show: {
        sign: bridge,
        set: bridge,
        away: bridge,
        broken: bridge,
        after: { ...bridge, ...needsOf('away') },
      },
    });
    part('sign').starts.push({ fail: new Fault('x.refused', 'no', { kind: 'authentication' }) });
    part('set').starts.push({ fail: new Fault('x.wrong', 'no', { kind: 'configuration' }) });
    part('away').starts.push({ fail: lost() });
    for (let times = 0; times < 5; times++) part('broken').starts.push({ fail: new TypeError('a bug') });
    await system.start();
    await clock.advance(60_000);
    expect(states()).toMatchObject({ sign: 'failed', set: 'failed', away: 'failed', broken: 'quarantined' });
    system.notifySettingsChanged('nobody');
    system.notifySettingsChanged('show');
    await clock.settle();
    expect(states()).toMatchObject({ sign: 'running', set: 'running', away: 'failed', broken: 'running' });
    expect(view('after').waiting).toMatchObject({ componentId: 'away' });
  });

  it('of an orchestrator that does not exist are refused', () => {
    const { system } = build({});
    for (const answer of [system.applyConfig('nobody', {}), system.previewConfig('nobody', {})])
      expect(answer).toMatchObject({ ok: false, error: { code: 'component.unknown' } });
    expect(system.previewConfig('show', {})).toEqual({ ok: true, value: { live: [], restarts: [] } });
  });
});

describe('the list', () => {
  it('has orchestrators first, then components, in registration order', () => {
    const { system } = createScriptedSystem({ show: { obs: {}, chat: {} }, watch: { log: {} } });
    expect(system.list().map(({ id }) => id)).toEqual(['show', 'watch', 'obs', 'chat', 'log']);
  });

  it('has a description, a kind and a platform of each, also by default', () => {
    const { view } = createScriptedSystem({
      show: { store: {}, obs: { kind: 'bridge', platform: 'obs', description: 'Scenes and sound' } },
    });
    expect(view('store')).toMatchObject({ description: '', kind: 'component', platform: null });
    expect(view('obs')).toMatchObject({ description: 'Scenes and sound', kind: 'bridge', platform: 'obs' });
  });

  it('is refused as a whole when two share an id', () => {
    const { options } = createCoreHarness();
    const twice = (services: CoreServices) => [new Show(services, {}, {}), new Show(services, {}, {})];
    expect(() => createSystem({ ...options, orchestrators: twice })).toThrow(
      'There is already a component "show"',
    );
  });

  it('is refused as a whole when needs form a cycle', () => {
    expect(() => createScriptedSystem({ show: { a: needsOf('b'), b: needsOf('a') } })).toThrow('a → b → a');
  });
});
