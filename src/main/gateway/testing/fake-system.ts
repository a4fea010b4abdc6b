import { Emitter, err, Fault, ok, type Clock, type IdSource, type Result } from '#shared/kernel/index.ts';
import type {
  ActionPlan,
  CommandAction,
  ComponentDetail,
  ComponentView,
  EventLevel,
  EventRecord,
  GraphEdge,
  HealthLevel,
  LifecycleState,
  Verdict,
} from '#shared/model/index.ts';
import { healthyComponent, healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import type { CommandOptions, SystemChange, SystemPort } from '#core/system-port.ts';
import { FakeEvents } from '#core/testing/fake-events.ts';
import { happened } from '#core/testing/happened.ts';

/** The components of a show in memory. */
export interface FakeGraph {
  readonly components: readonly ComponentView[];
  readonly edges: readonly GraphEdge[];
  /** The overall health; computed from the components when left out. */
  readonly verdict?: Verdict;
  /** Facts of one component beside its view. */
  readonly details?: (view: ComponentView) => Pick<ComponentDetail, 'status' | 'settingsPath'>;
}

/** A small show: one orchestrator with three bridges, and the state of the show. */
const smallShow = (): FakeGraph => ({ components: smallComponents, edges: smallEdges });

const smallComponents: readonly ComponentView[] = [
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

const smallEdges: readonly GraphEdge[] = [
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
  /** The components by their ids. A test may change it before a client asks. */
  readonly components: Map<string, ComponentView>;
  readonly #listeners = new Emitter<[change: SystemChange]>();
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #details: NonNullable<FakeGraph['details']>;
  #edges: readonly GraphEdge[];
  #verdict: Verdict | undefined;

  constructor(clock: Clock, ids: IdSource, graph: FakeGraph = smallShow()) {
    this.#clock = clock;
    this.#ids = ids;
    this.events = new FakeEvents(clock, ids);
    this.components = new Map(graph.components.map((view) => [view.id, view]));
    this.#edges = graph.edges;
    this.#verdict = graph.verdict;
    this.#details = graph.details ?? (() => ({ status: {}, settingsPath: null }));
  }

  list(): readonly ComponentView[] {
    return [...this.components.values()];
  }

  has(id: string): boolean {
    return this.components.has(id);
  }

  detail(id: string): ComponentDetail | undefined {
    const view = this.components.get(id);
    if (view === undefined) return undefined;
    return { ...view, ...this.#details(view), dependents: this.#dependentsOf(id).map((each) => each.id) };
  }

  edges(): readonly GraphEdge[] {
    return this.#edges;
  }

  verdict(): Verdict {
    if (this.#verdict) return this.#verdict;
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

  plan(action: CommandAction, id: string): Result<ActionPlan, Fault> {
    const target = this.components.get(id);
    if (target === undefined) return err(unknownComponent(id));
    const dependents = action === 'start' ? [] : this.#dependentsOf(id);
    const operations = action === 'restart' ? (['stop', 'start'] as const) : ([action] as const);
    const expectedMs = dependents.length === 0 ? 800 : null;
    return ok({
      action,
      target: id,
      steps: operations.flatMap((operation, round) =>
        (operation === 'stop' ? [...dependents, target] : [target, ...dependents]).map((each, index) => ({
          componentId: each.id,
          title: each.title,
          operation,
          wave: round * 10 + index,
          expectedMs: each.id === id ? 800 : null,
        })),
      ),
      alsoStops: dependents.map((each) => ({ componentId: each.id, title: each.title })),
      losesConnection: [],
      expectedMs,
    });
  }

  async command(action: CommandAction, id: string, options: CommandOptions = {}) {
    const view = this.components.get(id);
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
    const view = this.components.get(id);
    return view ? ok(view.health.conditions) : err(unknownComponent(id));
  }

  notifyWake(reason: string): void {
    this.wakes.push(reason);
  }

  /** Changes the visible state of a component, as the real system would report it. */
  set(id: string, state: LifecycleState, level: HealthLevel = 'healthy', summary = 'All checks pass.'): void {
    const since = this.#clock.now();
    const view = this.components.get(id) ?? healthyComponent(id);
    const desired = state === 'stopped' ? ('stopped' as const) : ('running' as const);
    this.components.set(id, {
      ...view,
      state,
      desired,
      since,
      health: { level, summary, conditions: [], since },
    });
    this.#tell({ kind: 'component', id });
    this.#tell({ kind: 'verdict' });
  }

  /** Replaces components, and the verdict where there is a new one. */
  change(views: readonly ComponentView[], verdict?: Verdict): void {
    for (const view of views) {
      this.components.set(view.id, view);
      this.#tell({ kind: 'component', id: view.id });
    }
    if (!verdict) return;
    this.#verdict = verdict;
    this.#tell({ kind: 'verdict' });
  }

  setEdges(edges: readonly GraphEdge[]): void {
    this.#edges = edges;
    this.#tell({ kind: 'edges' });
  }

  /** Emits an event, also of a topic that only a test knows. */
  record(
    source: string,
    topic: string,
    said: { readonly message: string; readonly level?: EventLevel; readonly data?: EventRecord['data'] },
  ): EventRecord {
    return this.events.emit(source, happened(topic, said));
  }

  remove(id: string): void {
    this.components.delete(id);
    this.#tell({ kind: 'removed', id });
  }

  #dependentsOf(id: string): readonly ComponentView[] {
    return this.list().filter(({ needs }) => needs.some((need) => need.id === id));
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
