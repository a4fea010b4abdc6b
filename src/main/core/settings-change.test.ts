import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Fault } from '#shared/kernel/index.ts';
import {
  BaseOrchestrator,
  createSystem,
  type ConfigChange,
  type ComponentOptions,
  type CoreServices,
} from './index.ts';
import { createCoreHarness, createScriptedComponent, type ScriptedComponent } from './testing/index.ts';
import { happened } from './testing/happened.ts';

/** The effects of a settings change of an orchestrator on its components. */

const schema = z.object({
  obs: z.object({ host: z.string().default('127.0.0.1'), port: z.number().default(4455) }).prefault({}),
  clips: z.boolean().default(true),
  greeting: z.string().default('Hello'),
});
type Config = z.infer<typeof schema>;
type Parts = Readonly<Record<string, Partial<ComponentOptions<Config>>>>;

class Show extends BaseOrchestrator<Config> {
  readonly changes: (readonly string[])[] = [];

  constructor(
    services: CoreServices,
    components: Map<string, ScriptedComponent>,
    parts: Parts,
    config: unknown,
  ) {
    super(services, { id: 'show', title: 'Show', description: '', schema, config });
    for (const [id, options] of Object.entries(parts)) {
      const component = createScriptedComponent(id);
      components.set(id, component);
      this.registerComponent(id, component, { title: id, kind: 'bridge', ...options });
    }
  }

  protected override onConfigChanged({ paths }: ConfigChange<Config>): void {
    this.changes.push(paths);
  }
}

const build = async (parts: Parts, config: unknown = {}) => {
  const { clock, lines, options } = createCoreHarness();
  const components = new Map<string, ScriptedComponent>();
  const made: Show[] = [];
  const system = createSystem({
    ...options,
    orchestrators: (services) => {
      made.push(new Show(services, components, parts, config));
      return made;
    },
  });
  const [show] = made;
  if (!show) throw new Error('no orchestrator was made');
  const part = (id: string): ScriptedComponent => {
    const found = components.get(id);
    if (!found) throw new Error(`no component ${id}`);
    return found;
  };
  const livesOf = (id: string): number => part(id).calls.filter((call) => call === 'initialize').length;
  const warnings = (): string[] =>
    lines.filter(({ level }) => level === 'warning').map(({ message }) => message);
  const view = (id: string) => system.detail(id);
  return { clock, system, show, part, livesOf, warnings, view };
};

const wrong = new Fault('obs.wrong', 'The address is wrong', { kind: 'configuration' });

describe('a change of settings', () => {
  it('is passed to the orchestrator, once and only when it changes anything', async () => {
    const { show, system } = await build({});
    show.applyConfig({ greeting: 'Hello' });
    expect(show.changes).toEqual([]);
    show.applyConfig({ greeting: 'Welcome', obs: { port: 4466 } });
    expect(show.changes).toEqual([['obs.port', 'greeting']]);
    show.applyConfig({ obs: { port: 'none' } });
    expect(show.changes).toHaveLength(1);
    await system.stop();
  });

  it('warns of unknown keys, at the start and at each change', async () => {
    const { show, warnings } = await build({}, { greetnig: 'Hi', obs: { prot: 1 } });
    const said = 'The settings have unknown keys: greetnig, obs.prot';
    expect(warnings()).toEqual([said]);
    show.applyConfig({ greeting: 'Hi' });
    expect(warnings()).toEqual([said]);
    show.applyConfig({ clip: false });
    expect(warnings().at(-1)).toBe(`${said}, clip`);
    const { show: tidy, warnings: none } = await build({}, { greeting: 'Hi' });
    tidy.applyConfig({ greeting: 'Hello' });
    expect(none()).toEqual([]);
  });

  it('restarts the components that use any of its paths, and no others', async () => {
    const { show, system, clock, livesOf } = await build({
      obs: { restartOn: ['clips', 'obs'] },
      chat: { restartOn: ['greeting'] },
      store: {},
    });
    await system.start();
    expect(show.previewConfig({ obs: { port: 4466 } })).toEqual({
      ok: true,
      value: { live: [], restarts: ['obs'] },
    });
    expect(show.applyConfig({ obs: { port: 4466 } })).toEqual({
      ok: true,
      value: { live: [], restarts: ['obs'] },
    });
    await clock.settle();
    expect([livesOf('obs'), livesOf('chat'), livesOf('store')]).toEqual([2, 1, 1]);
    expect(show.applyConfig({ clips: false, greeting: 'Hi' })).toMatchObject({
      value: { live: [], restarts: ['obs', 'chat'] },
    });
    await system.stop();
  });

  it('switches its component on and off, without restarting another one', async () => {
    const { show, system, clock, view, livesOf } = await build({
      clips: { enabled: ({ clips }) => clips, restartOn: ['obs'] },
      store: {},
    });
    await system.start();
    expect(show.applyConfig({ clips: false })).toMatchObject({ value: { restarts: [] } });
    await clock.settle();
    expect([view('clips')?.state, view('clips')?.desired, view('store')?.state]).toEqual([
      'stopped',
      'stopped',
      'running',
    ]);
    // A stopped component that a change switches on starts once and is not restarted.
    expect(show.applyConfig({ obs: { port: 1 } })).toMatchObject({
      value: { live: ['obs.port'], restarts: [] },
    });
    expect(show.applyConfig({ clips: true, obs: { port: 2 } })).toMatchObject({ value: { restarts: [] } });
    await clock.settle();
    expect([view('clips')?.state, livesOf('clips'), livesOf('store')]).toEqual(['running', 2, 1]);
    await system.stop();
  });

  it('of a component that it switches off is no restart', async () => {
    const { show, system, clock, livesOf } = await build({
      clips: { enabled: ({ clips }) => clips, restartOn: ['clips', 'obs'] },
    });
    await system.start();
    expect(show.applyConfig({ clips: false, obs: { port: 1 } })).toMatchObject({
      value: { live: ['obs.port', 'clips'], restarts: [] },
    });
    await clock.settle();
    expect(livesOf('clips')).toBe(1);
    await system.stop();
  });
});

describe('a component that waits for settings', () => {
  const waiting = async (options: Partial<ComponentOptions<Config>>) => {
    const built = await build({ obs: options });
    built.part('obs').starts.push({ fail: wrong });
    await built.system.start();
    expect(built.view('obs')?.waiting?.for).toBe('settings');
    return built;
  };

  it('is retried for any change when it does not declare its settings', async () => {
    const { show, clock, view, system } = await waiting({});
    show.applyConfig({ greeting: 'Hello' });
    await clock.settle();
    expect(view('obs')?.waiting?.for).toBe('settings');
    show.applyConfig({ greeting: 'Hi' });
    await clock.settle();
    expect(view('obs')?.state).toBe('running');
    await system.stop();
  });

  it('is retried only for the settings that it declares', async () => {
    const { show, clock, view, system } = await waiting({ restartOn: ['obs.host'] });
    show.applyConfig({ greeting: 'Hi' });
    await clock.settle();
    expect(view('obs')?.waiting?.for).toBe('settings');
    show.applyConfig({ obs: { host: 'studio' } });
    await clock.settle();
    expect(view('obs')?.state).toBe('running');
    await system.stop();
  });

  it('and a quarantined one are retried; one that waits for a retry or a sign-in is not', async () => {
    const { show, clock, view, system, part } = await build({ obs: {}, chat: {}, video: {} });
    const refused = new Fault('chat.refused', 'The token is refused', { kind: 'authentication' });
    const away = new Fault('video.away', 'It is away', { kind: 'transient', retryAfterMs: 600_000 });
    for (let time = 0; time < 5; time++) part('obs').starts.push({ fail: new TypeError('a bug') });
    part('chat').starts.push({ fail: refused });
    part('video').starts.push({ fail: away });
    await system.start();
    await clock.advance(15_000);
    const states = () => ['obs', 'chat', 'video'].map((id) => view(id)?.state);
    expect(states()).toEqual(['quarantined', 'failed', 'failed']);
    show.applyConfig({ greeting: 'Hi' });
    await clock.settle();
    expect(states()).toEqual(['running', 'failed', 'failed']);
    await system.stop();
  });
});

describe('listening', () => {
  it('ends for one pattern only, and does nothing without a subscription', async () => {
    const { show, system } = await build({});
    const heard: string[] = [];
    const listener = ({ topic }: { readonly topic: string }): void => void heard.push(topic);
    const say = (topic: string) => system.services.bus.emit('test', happened(topic, { message: topic }));
    show.off('never.*', listener);
    const chat = show.on('chat.*', listener);
    show.on('deck.*', listener);
    show.off('nothing.*', listener);
    show.off('chat.*', listener);
    chat[Symbol.dispose]();
    say('chat.message');
    say('deck.pressed');
    expect(heard).toEqual(['deck.pressed']);
    show.on('chat.*', listener);
    say('chat.message');
    expect(heard).toEqual(['deck.pressed', 'chat.message']);
  });
});
