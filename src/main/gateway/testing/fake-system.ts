import { Emitter, err, Fault, ok, type Clock, type IdSource } from '#shared/kernel/index.ts';
import {
  type CommandAction,
  type ComponentView,
  type GraphEdge,
  type HealthLevel,
  type LifecycleState,
  type Verdict,
} from '#shared/model/index.ts';
import { healthyComponent, healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import type { CommandOptions, SystemChange, SystemPort } from '#core/system-port.ts';
import { FakeEvents } from '#core/testing/fake-events.ts';

/** A small show: one orchestrator with three bridges, and the state of the show. */
const demoComponents: readonly ComponentView[] = [
  healthyComponent('chat-presence', { title: 'Chat presence', kind: 'orchestrator' }),
  healthyComponent('twitch-chat', {
    title: 'Twitch chat',
    kind: 'bridge',
    parent: 'chat-presence',
    platform: 'twitch',
    fact: '12 messages a minute',
  }),
  healthyComponent('discord', {
    title: 'Discord',
    kind: 'bridge',
    parent: 'chat-presence',
    platform: 'discord',
    fact: '2 channels',
  }),
  healthyComponent('obs:main', {
    title: 'OBS',
    kind: 'bridge',
    parent: 'chat-presence',
    platform: 'obs',
    fact: '60.0 fps · 0.0 % dropped',
  }),
  healthyComponent('fsm', {
    title: 'Show state',
    kind: 'orchestrator',
    needs: [{ id: 'obs:main', required: false }],
  }),
];

const demoEdges: readonly GraphEdge[] = [
  { from: 'chat-presence', to: 'twitch-chat', kind: 'requires', rate: null },
  { from: 'chat-presence', to: 'discord', kind: 'requires', rate: null },
  { from: 'chat-presence', to: 'obs:main', kind: 'uses', rate: null },
  { from: 'obs:main', to: 'fsm', kind: 'events', rate: 0.2 },
];

/** A system whose components obey commands at once. */
export class FakeSystem implements SystemPort {
  readonly events: FakeEvents;
  readonly commands: {
    action: CommandAction;
    id: string;
    timeoutMs: number | undefined;
    actor: string | undefined;
  }[] = [];
  readonly wakes: string[] = [];
  readonly #components = new Map<string, ComponentView>(demoComponents.map((view) => [view.id, view]));
  readonly #listeners = new Emitter<[change: SystemChange]>();
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(clock: Clock, ids: IdSource) {
    this.#clock = clock;
    this.#ids = ids;
    this.events = new FakeEvents(clock, ids);
  }

  list(): readonly ComponentView[] {
    return [...this.#components.values()];
  }

  has(id: string): boolean {
    return this.#components.has(id);
  }

  detail(id: string) {
    const view = this.#components.get(id);
    if (view === undefined) return undefined;
    const dependents = demoEdges
      .filter(({ to, kind }) => to === id && kind !== 'events')
      .map(({ from }) => from);
    return { ...view, status: {}, dependents, settingsPath: null };
  }

  edges(): readonly GraphEdge[] {
    return demoEdges;
  }

  verdict(): Verdict {
    const bad = this.list().find(({ health }) => health.level !== 'healthy');
    if (!bad) return healthyVerdict();
    const { id, title, health } = bad;
    const headline = `${title}: ${health.summary}`;
    return healthyVerdict({
      level: health.level,
      sentence: headline,
      since: health.since,
      causeId: id,
      problems: [{ componentId: id, title, level: health.level, headline, since: health.since }],
    });
  }

  onChange(listener: (change: SystemChange) => void): Disposable {
    return this.#listeners.on(listener);
  }

  /** Number of listeners, for leak checks. */
  get listenerCount(): number {
    return this.#listeners.listenerCount;
  }

  plan(action: CommandAction, id: string) {
    const view = this.#components.get(id);
    if (view === undefined) return err(unknownComponent(id));
    const operation = action === 'start' ? ('start' as const) : ('stop' as const);
    const step = { componentId: id, title: view.title, operation, wave: 0, expectedMs: null };
    return ok({ action, target: id, steps: [step], goesDark: [], losesConnection: [], expectedMs: null });
  }

  async command(action: CommandAction, id: string, options: CommandOptions = {}) {
    const view = this.#components.get(id);
    if (view === undefined) return err(unknownComponent(id));
    this.commands.push({ action, id, timeoutMs: options.timeoutMs, actor: options.actor });
    this.set(id, action === 'stop' ? 'stopped' : 'running');
    return ok({
      commandId: this.#ids.next(),
      action,
      target: id,
      result: 'settled' as const,
      message: `${view.title} is ${action === 'stop' ? 'stopped' : 'running'}.`,
      elapsedMs: 0,
    });
  }

  async probe(id: string) {
    return this.#components.has(id) ? ok([]) : err(unknownComponent(id));
  }

  notifyWake(reason: string): void {
    this.wakes.push(reason);
  }

  /** Changes the visible state of a component, as the real system would report it. */
  set(id: string, state: LifecycleState, level: HealthLevel = 'healthy', summary = 'All checks pass.'): void {
    const since = this.#clock.now();
    const view = this.#components.get(id) ?? healthyComponent(id);
    const wanted = state === 'stopped' ? ('stopped' as const) : ('running' as const);
    this.#components.set(id, {
      ...view,
      state,
      wanted,
      since,
      health: { level, summary, conditions: [], since },
    });
    this.#tell({ kind: 'component', id });
    this.#tell({ kind: 'verdict' });
  }

  remove(id: string): void {
    this.#components.delete(id);
    this.#tell({ kind: 'removed', id });
  }

  #tell(change: SystemChange): void {
    this.#listeners.emit(change);
  }
}

const unknownComponent = (id: string): Fault =>
  new Fault('core.unknown-component', `There is no component "${id}".`, {
    kind: 'configuration',
    status: 'not-found',
  });
