import { systemWoke } from '#shared/catalogue/topics/components.ts';
import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type {
  ActionPlan,
  CommandAction,
  CommandOutcome,
  ComponentDetail,
  ComponentView,
  Condition,
  GraphEdge,
  Verdict,
} from '#shared/model/index.ts';
import type { AnyOrchestrator, ConfigImpact } from './base-orchestrator.ts';
import { CommandRunner } from './commands/command-runner.ts';
import { planCommand, targetsOf, unknownComponent } from './commands/plan.ts';
import type { MetricReading } from './component.ts';
import { createCoreServices, type CoreOptions, type CoreServices } from './core-services.ts';
import type { ProbeRunner } from './health/probe-runner.ts';
import type { ComponentNode, Blocked } from './runtime/component-node.ts';
import { blockedOf } from './runtime/readiness.ts';
import type { StartReport, StopReport } from './runtime/start-session.ts';
import type { CommandOptions, SystemChange, SystemEvents, SystemPort } from './system-port.ts';
import { detailOf, edgesOf, viewOf, type ViewEnvironment } from './view/component-view.ts';
import { computeVerdict } from './view/verdict.ts';

export interface SystemOptions extends CoreOptions {
  /** Creates the orchestrators, which all share the services. */
  readonly orchestrators: (services: CoreServices) => readonly AnyOrchestrator[];
}

/** The current metrics of one component. */
export interface ComponentReadings {
  readonly componentId: string;
  readonly readings: readonly MetricReading[];
}

/** Longest delay before the first retry or probe after a wake-up, so that not everything runs at once. */
const wakeSpreadMs = 2_000;
const tickMs = 1_000;

/**
 * The whole program: all orchestrators, started and stopped in dependency order.
 *
 * @example
 * ```ts
 * class Show extends BaseOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     super(services, {
 *       id: 'show',
 *       title: 'Show',
 *       description: 'OBS and its scenes',
 *       schema: z.object({}),
 *     });
 *     this.registerComponent('obs', createScriptedComponent('obs'), { title: 'OBS', kind: 'bridge' });
 *     const needs = [{ id: 'obs', required: true }];
 *     this.registerComponent('scenes', createScriptedComponent('scenes'), { title: 'Scenes', needs });
 *   }
 * }
 * const { options } = createCoreHarness();
 * const system = createSystem({ ...options, orchestrators: (services) => [new Show(services)] });
 * await system.start();
 * system.verdict().sentence; // => 'Everything is healthy'
 *
 * const plan = system.plan('stop', 'obs');
 * plan.ok && plan.value.steps.map(({ operation, title }) => `${operation} ${title}`);
 * // => ['stop Scenes', 'stop OBS']
 * await system.command('stop', 'obs');
 * // => { ok: true, value: { result: 'settled', message: 'OBS has stopped', … } }
 * system.verdict().sentence; // => 'OBS was stopped. Scenes is waiting for it.'
 * await system.stop();
 * ```
 */
export class System implements SystemPort {
  readonly events: SystemEvents;
  readonly services: CoreServices;
  readonly #orchestrators: ReadonlyMap<string, AnyOrchestrator>;
  readonly #commands: CommandRunner;
  readonly #view: ViewEnvironment;
  #tick: Disposable | null = null;
  /** The last published event flows, as JSON. */
  #edgeRates = '[]';
  #wakeTimers = new Set<Disposable>();

  /** Throws a {@link Fault} when ids clash, a need is unknown or needs form a cycle. */
  constructor(options: SystemOptions) {
    this.services = createCoreServices(options);
    const { reconciler, redactor, clock, bus } = this.services;
    this.#orchestrators = new Map(
      options.orchestrators(this.services).map((orchestrator) => [orchestrator.id, orchestrator]),
    );
    const graph = reconciler.registry.graph();
    if (!graph.ok) throw graph.error;
    this.events = bus;
    this.#commands = new CommandRunner(this.services);
    this.#view = { registry: reconciler.registry, observation: reconciler.observation, redactor, clock };
  }

  /**
   * Starts every orchestrator. Resolves when each has started or failed; a failed one does not stop the
   * others.
   */
  async start(): Promise<ReadonlyMap<string, Result<StartReport, Fault>>> {
    this.#tick ??= this.services.clock.setInterval(() => this.#onTick(), tickMs);
    return this.#forAll((orchestrator) => orchestrator.initialize());
  }

  /** Stops everything, dependents first. Continues after errors. */
  async stop(): Promise<ReadonlyMap<string, Result<StopReport, Fault>>> {
    this.#tick?.[Symbol.dispose]();
    this.#tick = null;
    for (const timer of this.#wakeTimers) timer[Symbol.dispose]();
    this.#wakeTimers.clear();
    return this.#forAll((orchestrator) => orchestrator.cleanup());
  }

  list(): readonly ComponentView[] {
    const { registry } = this.#view;
    return [...registry.orchestrators, ...registry.components].map((node) => viewOf(node, this.#view));
  }

  has(id: string): boolean {
    return this.#view.registry.find(id) !== undefined;
  }

  detail(id: string): ComponentDetail | undefined {
    const node = this.#view.registry.find(id);
    return node && detailOf(node, this.#view);
  }

  edges(): readonly GraphEdge[] {
    return edgesOf(this.#view.registry, this.services.bus.flows());
  }

  verdict(): Verdict {
    return computeVerdict(this.list(), this.services.clock.now());
  }

  onChange(listener: (change: SystemChange) => void): Disposable {
    return this.services.reconciler.publisher.onChange(listener);
  }

  plan(action: CommandAction, id: string): Result<ActionPlan, Fault> {
    return planCommand(this.#view.registry, action, id);
  }

  command(
    action: CommandAction,
    id: string,
    options?: CommandOptions,
  ): Promise<Result<CommandOutcome, Fault>> {
    return this.#commands.run(action, id, options);
  }

  async probe(id: string): Promise<Result<readonly Condition[], Fault>> {
    const node = this.#view.registry.find(id);
    if (!node) return err(unknownComponent(id));
    await Promise.all(targetsOf(node).map((target) => this.#probeNow(target)));
    return ok(viewOf(node, this.#view).health.conditions);
  }

  notifyWake(reason: string): void {
    const { bus, clock, random, reconciler } = this.services;
    bus.emit('system', systemWoke({ reason }));
    for (const node of this.#view.registry.components) {
      if (!this.#waitsForRetry(node) && !node.probe) continue;
      const timer = clock.setTimeout(() => {
        this.#wakeTimers.delete(timer);
        if (this.#waitsForRetry(node)) reconciler.release(node);
        else void node.probe?.probe();
      }, random.next() * wakeSpreadMs);
      this.#wakeTimers.add(timer);
    }
  }

  /** Applies values to the configuration of one orchestrator. */
  applyConfig(orchestratorId: string, partial: unknown): Result<ConfigImpact, Fault> {
    const orchestrator = this.#orchestrators.get(orchestratorId);
    return orchestrator ? orchestrator.applyConfig(partial) : err(unknownComponent(orchestratorId));
  }

  previewConfig(orchestratorId: string, partial: unknown): Result<ConfigImpact, Fault> {
    const orchestrator = this.#orchestrators.get(orchestratorId);
    return orchestrator ? orchestrator.previewConfig(partial) : err(unknownComponent(orchestratorId));
  }

  /**
   * Reports a change outside the configuration, such as a secret, that a component waits for: the component
   * is retried.
   */
  notifySettingsChanged(id: string): void {
    const node = this.#view.registry.find(id);
    if (!node) return;
    for (const target of targetsOf(node)) {
      const blocked = this.#blockedOf(target);
      const waitsFor = blocked?.waiting.for;
      if (waitsFor === 'settings' || waitsFor === 'sign-in' || blocked?.quarantined) {
        this.services.reconciler.release(target);
      }
    }
  }

  /** Returns the metrics of every running component. Skips a component whose metrics throw. */
  readMetrics(): readonly ComponentReadings[] {
    const all: ComponentReadings[] = [];
    for (const node of this.#view.registry.components) {
      if (!node.ready || !node.spec.component.getMetrics) continue;
      try {
        all.push({ componentId: node.id, readings: node.spec.component.getMetrics() });
      } catch (thrown) {
        node.life?.context.logger.error('Reading its numbers failed', thrown);
      }
    }
    return all;
  }

  async #forAll<T>(action: (orchestrator: AnyOrchestrator) => Promise<T>): Promise<ReadonlyMap<string, T>> {
    const entries = [...this.#orchestrators.values()].map(
      async (orchestrator) => [orchestrator.id, await action(orchestrator)] as const,
    );
    return new Map(await Promise.all(entries));
  }

  async #probeNow(node: ComponentNode): Promise<void> {
    const { reconciler } = this.services;
    if (node.probe) {
      await node.probe.probe();
      return;
    }
    if (!this.#blockedOf(node)) return;
    const livesBefore = node.lives;
    // The last life may still be rolling back; its outcome is not the one to wait for.
    const hasComeToSomething = (): boolean =>
      node.settled && (node.lives > livesBefore || node.phase === 'down');
    reconciler.release(node);
    if (hasComeToSomething()) return;
    const done = Promise.withResolvers<void>();
    const watching = reconciler.onSettledRound(() => {
      if (hasComeToSomething()) done.resolve();
    });
    await done.promise;
    watching[Symbol.dispose]();
    await this.#runningProbe(node)?.probe();
  }

  #blockedOf(node: ComponentNode): Blocked | null {
    return blockedOf(node, this.#view.registry.ownerOf(node));
  }

  #waitsForRetry(node: ComponentNode): boolean {
    return this.#blockedOf(node)?.waiting.for === 'retry';
  }

  /** Looked up each time: the probe exists only during a life. */
  #runningProbe(node: ComponentNode): ProbeRunner | null {
    return node.probe;
  }

  #onTick(): void {
    const { publisher } = this.services.reconciler;
    for (const node of this.#view.registry.components) {
      if (!node.ready || !node.spec.component.getFact) continue;
      const fact = this.#factOf(node);
      if (fact === node.fact) continue;
      node.fact = fact;
      publisher.tell({ kind: 'component', id: node.id });
    }
    const rates = JSON.stringify(this.edges().filter((edge) => edge.kind === 'events'));
    if (rates === this.#edgeRates) return;
    this.#edgeRates = rates;
    publisher.tell({ kind: 'edges' });
  }

  #factOf(node: ComponentNode): string | null {
    try {
      const fact = node.spec.component.getFact?.() ?? null;
      return fact === null ? null : this.services.redactor.text(fact);
    } catch (thrown) {
      node.life?.context.logger.error('Reading its fact failed', thrown);
      return null;
    }
  }
}

/**
 * Creates the system from its orchestrators. Nothing runs before {@link System.start}.
 *
 * @example
 * ```ts
 * class Loop extends BaseOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     super(services, { id: 'loop', title: 'Loop', description: 'Cannot start', schema: z.object({}) });
 *     this.registerComponent('hen', {}, { title: 'Hen', needs: [{ id: 'egg', required: true }] });
 *     this.registerComponent('egg', {}, { title: 'Egg', needs: [{ id: 'hen', required: true }] });
 *   }
 * }
 * const { options } = createCoreHarness();
 * createSystem({ ...options, orchestrators: (services) => [new Loop(services)] });
 * // throws 'hen → egg → hen'
 * ```
 */
export const createSystem = (options: SystemOptions): System => new System(options);
