import type { z } from 'zod';
import { executionFailed, executionSucceeded } from '#shared/catalogue/topics/components.ts';
import { patternText, type Heard, type Pattern, type TopicDraft } from '#shared/catalogue/topics/define.ts';
import { ok, type Fault, type JsonObject, type Result } from '#shared/kernel/index.ts';
import type { ComponentDetail, EventRecord, HealthReport } from '#shared/model/index.ts';
import type { Component } from './component.ts';
import { Configuration, type ConfigChange } from './configuration/configuration.ts';
import { changedPaths, pathTouches } from './configuration/changed-paths.ts';
import type { CoreServices } from './core-services.ts';
import { execute, type ExecuteOptions, type ExecuteTrace, type Work } from './execution/safe-execute.ts';
import type { Logger } from './logger.ts';
import { ComponentNode } from './runtime/component-node.ts';
import { resolveSpec, type ComponentOptions, type Need } from './runtime/component-spec.ts';
import { OrchestratorNode } from './runtime/orchestrator-node.ts';
import { newLivesOf } from './runtime/new-lives.ts';
import { blockedOf } from './runtime/readiness.ts';
import type { StartReport, StopReport } from './runtime/start-session.ts';
import { defaultPolicy, type SupervisionPolicy } from './supervision/policy.ts';
import { detailOf, viewOf } from './view/component-view.ts';

/** The definition of an orchestrator: its id, its title, and the schema of its configuration. */
export interface OrchestratorDefinition<TConfig extends object> {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Must accept `{}`: every key has a default. */
  readonly schema: z.ZodType<TConfig>;
  /** Values over the defaults, as the settings store has them. */
  readonly config?: unknown;
  /** Other orchestrators, or single components of them, that this one depends on. */
  readonly needs?: readonly Need[];
  readonly settingsPath?: string;
  /** The restart policy after a rolled-back start. */
  readonly policy?: SupervisionPolicy;
}

/** The effects of a change of configuration. */
export interface ConfigImpact {
  /** Dotted paths that take effect at once. */
  readonly live: readonly string[];
  /**
   * Components that restart because of it, including those of other orchestrators that require one of them.
   */
  readonly restarts: readonly string[];
}

type Registered<TConfig> = {
  readonly node: ComponentNode;
  readonly enabled: ((config: TConfig) => boolean) | undefined;
  readonly livesBy: ((config: TConfig) => unknown) | undefined;
};

/**
 * The base of every orchestrator. It owns components and implements the eight things that each orchestrator
 * would otherwise write for itself: lifecycle, component registry, events, status and health, safe execution,
 * configuration, logging, and scoped use. A subclass gives its definition, registers its components in its
 * constructor, and adds its own operations. It has no lifecycle of its own: whatever needs starting or
 * stopping is a component.
 *
 * @example
 * ```ts
 * const schema = z.object({ greeting: z.string().default('Hello') });
 * const greeted = topic('chat.greeted', {
 *   title: 'Chat greeted',
 *   data: schema,
 *   sentence: ({ greeting }) => greeting,
 * });
 *
 * class Greeter extends BaseOrchestrator<z.infer<typeof schema>> {
 *   constructor(services: CoreServices) {
 *     super(services, { id: 'greeter', title: 'Greeter', description: 'Greets the chat', schema });
 *     const chat: Component = {
 *       initialize: ({ events }) => void events.emit(greeted(this.config)),
 *     };
 *     this.registerComponent('greeter-chat', chat, { title: 'Chat', restartOn: ['greeting'] });
 *   }
 * }
 *
 * const greeter = new Greeter(createCoreHarness().createServices());
 * const heard: string[] = [];
 * greeter.on(greeted, ({ data }) => void heard.push(data.greeting));
 * await greeter.initialize(); // => { ok: true, value: { outcome: 'running', … }, … }
 * greeter.applyConfig({ greeting: 'Welcome' });
 * // => { ok: true, value: { live: [], restarts: ['greeter-chat'] } }
 * await greeter.cleanup();
 * heard[0]; // => 'Hello'
 * greeter.getStatus().state; // => 'stopped'
 * ```
 */
export abstract class BaseOrchestrator<TConfig extends object> {
  readonly id: string;
  protected readonly logger: Logger;
  readonly #services: CoreServices;
  readonly #node: OrchestratorNode;
  readonly #configuration: Configuration<TConfig>;
  readonly #registered = new Map<string, Registered<TConfig>>();
  readonly #listeners = new Map<(event: never) => unknown, Map<string, Disposable>>();

  protected constructor(services: CoreServices, definition: OrchestratorDefinition<TConfig>) {
    this.id = definition.id;
    this.#services = services;
    this.logger = services.loggerFor(`orchestrator.${definition.id}`);
    this.#configuration = new Configuration(definition.title, definition.schema, definition.config);
    this.#node = new OrchestratorNode(
      {
        id: definition.id,
        title: definition.title,
        description: definition.description,
        needs: definition.needs ?? [],
        settingsPath: definition.settingsPath ?? null,
        policy: definition.policy ?? defaultPolicy,
        status: () => this.ownStatus(),
      },
      services,
    );
    services.reconciler.registry.addOrchestrator(this.#node);
    this.#warnOfUnknownKeys();
  }

  // --- Lifecycle

  /**
   * Starts all components in dependency order, in parallel where possible. Resolves when each component runs,
   * has failed or is waiting. Fails when an essential component failed, after rolling the start back.
   * Concurrent calls share one start; a call while started succeeds.
   */
  initialize(): Promise<Result<StartReport, Fault>> {
    return this.#services.reconciler.begin(this.#node);
  }

  /** Stops all components in reverse order. Continues after errors; the report contains all of them. */
  cleanup(): Promise<Result<StopReport, Fault>> {
    return this.#services.reconciler.end(this.#node);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cleanup();
  }

  // --- Components

  /**
   * Adds a component under an id that is unique in the program. Throws a defect when the id is blank,
   * malformed or taken. Dependencies may be registered later; the start refuses a dependency that was never
   * registered, and a cycle, before anything runs. The id of a component that is being removed is free: the
   * new component starts when the old one is down.
   */
  registerComponent(id: string, component: Component, options: ComponentOptions<TConfig>): void {
    const node = new ComponentNode(resolveSpec(this.id, id, component, options), this.#services);
    node.enabled = options.enabled?.(this.config) ?? true;
    this.#services.reconciler.add(node);
    this.#registered.set(id, { node, enabled: options.enabled, livesBy: options.livesBy });
    this.#services.reconciler.touch(node);
  }

  getComponent(id: string): Component | null {
    return this.#registered.get(id)?.node.spec.component ?? null;
  }

  hasComponent(id: string): boolean {
    return this.#registered.has(id);
  }

  /** Stops and removes a component. Returns true when it existed. */
  async unregister(id: string): Promise<boolean> {
    const registered = this.#registered.get(id);
    if (!registered) return false;
    this.#registered.delete(id);
    await this.#services.reconciler.remove(registered.node);
    return true;
  }

  // --- Events

  /**
   * Listens to a topic or prefix of the whole program. The subscription survives restarts. The same listener
   * is called at most once per event and pattern.
   */
  on<TPattern extends Pattern>(
    to: TPattern,
    listener: (event: Heard<TPattern>) => void | Promise<void>,
  ): Disposable {
    const pattern = patternText(to);
    const known = this.#listeners.get(listener)?.get(pattern);
    if (known) return known;
    const subscription = this.#services.bus.on(to, listener, { owner: this.id });
    const handle: Disposable = {
      [Symbol.dispose]: () => {
        subscription[Symbol.dispose]();
        this.#forget(pattern, listener);
      },
    };
    const patterns = this.#listeners.get(listener);
    if (patterns) patterns.set(pattern, handle);
    else this.#listeners.set(listener, new Map([[pattern, handle]]));
    return handle;
  }

  off(pattern: Pattern, listener: (event: never) => void | Promise<void>): void {
    this.#listeners.get(listener)?.get(patternText(pattern))?.[Symbol.dispose]();
  }

  emit(draft: TopicDraft): EventRecord {
    return this.#services.bus.emit(this.id, draft);
  }

  #forget(pattern: string, listener: (event: never) => unknown): void {
    const patterns = this.#listeners.get(listener);
    patterns?.delete(pattern);
    if (patterns?.size === 0) this.#listeners.delete(listener);
  }

  // --- Status and health

  /** Returns the state of the orchestrator and each of its components, with secrets redacted. */
  getStatus(): ComponentDetail & { readonly components: readonly ComponentDetail[] } {
    const environment = this.#viewEnvironment();
    return {
      ...detailOf(this.#node, environment),
      components: [...this.#registered.values()].map(({ node }) => detailOf(node, environment)),
    };
  }

  /** Returns the health: one condition per desired component; the worst one decides. */
  getHealth(): HealthReport {
    return viewOf(this.#node, this.#viewEnvironment()).health;
  }

  /** Additional facts about this orchestrator for its status. */
  protected ownStatus(): JsonObject {
    return {};
  }

  // --- Errors

  /**
   * Runs an operation with the given time limit, retries and breaker. Returns a result in any case. Emits
   * `execution.succeeded` or `execution.failed`; with a fallback value the call succeeds but the operation
   * counts as failed.
   */
  async safeExecute<T>(
    name: string,
    operation: Work<T>,
    options: ExecuteOptions<T> = {},
  ): Promise<Result<T, Fault>> {
    const { bus, clock } = this.#services;
    const trace: ExecuteTrace = { attempts: 0, fellBack: null };
    const beganAt = clock.monotonic();
    const result = await execute(name, operation, options, this.#services, trace);
    const failure = result.ok ? trace.fellBack : result.error;
    const data = { name, attempts: trace.attempts, tookMs: clock.monotonic() - beganAt };
    if (failure === null) {
      bus.emit(this.id, executionSucceeded(data));
      return result;
    }
    this.logger.error(`${name} failed`, failure, { code: failure.code, attempts: trace.attempts });
    const { code, kind, message: reason } = failure;
    bus.emit(
      this.id,
      executionFailed({ ...data, code, kind, fellBack: trace.fellBack !== null }, { reason }),
    );
    return result;
  }

  // --- Configuration

  get config(): TConfig {
    return this.#configuration.current;
  }

  /** Returns the effects of a change without applying it. */
  previewConfig(partial: unknown): Result<ConfigImpact, Fault> {
    const change = this.#configuration.preview(partial);
    return change.ok ? ok(this.#impactOf(change.value)) : change;
  }

  /** Applies new values: some take effect live, others restart the components that depend on them. */
  applyConfig(partial: unknown): Result<ConfigImpact, Fault> {
    const change = this.#configuration.apply(partial);
    if (!change.ok) return change;
    this.#warnOfUnknownKeys();
    const impact = this.#impactOf(change.value);
    const restarted = new Set(this.#restartedBy(change.value));
    const { reconciler } = this.#services;
    if (change.value.paths.length > 0) this.onConfigChanged(change.value);
    for (const { node, enabled } of this.#registered.values()) {
      const wasEnabled = node.enabled;
      node.enabled = enabled?.(this.config) ?? true;
      if (restarted.has(node)) reconciler.restart(node);
      else if (change.value.paths.length > 0 && this.#mayWaitForAny(node)) reconciler.release(node);
      else if (node.enabled !== wasEnabled) reconciler.touch(node);
    }
    return ok(impact);
  }

  /** Called when a valid change was applied, before components restart because of it. */
  protected onConfigChanged(_change: ConfigChange<TConfig>): void {
    // Most orchestrators read `config` on demand.
  }

  /** Returns true for a component without declared settings that waits for any setting to change. */
  #mayWaitForAny(node: ComponentNode): boolean {
    const blocked = blockedOf(node, this.#node);
    return (
      node.spec.restartOn.length === 0 &&
      (blocked?.waiting.for === 'settings' || blocked?.quarantined === true)
    );
  }

  /** Returns the components that a change restarts: they depend on one of its paths and stay enabled. */
  #restartedBy({ paths, config, previous }: ConfigChange<TConfig>): readonly ComponentNode[] {
    return [...this.#registered.values()]
      .filter(
        ({ node, enabled, livesBy }) =>
          (enabled?.(config) ?? true) &&
          node.enabled &&
          (!livesBy || changedPaths(livesBy(previous), livesBy(config)).length > 0) &&
          paths.some((path) => node.spec.restartOn.some((watched) => pathTouches(watched, path))),
      )
      .map(({ node }) => node);
  }

  #impactOf(change: ConfigChange<TConfig>): ConfigImpact {
    const { paths, config } = change;
    const registered = [...this.#registered.values()];
    const restarted = this.#restartedBy(change);
    const released = paths.length === 0 ? [] : registered.filter(({ node }) => this.#mayWaitForAny(node));
    const lives = newLivesOf(this.#services.reconciler.registry, {
      restarted: [...restarted, ...released.map(({ node }) => node)],
      switchedOff: registered
        .filter(({ node, enabled }) => node.enabled && !(enabled?.(config) ?? true))
        .map(({ node }) => node),
    });
    const live = paths.filter(
      (path) => !restarted.some(({ spec }) => spec.restartOn.some((watched) => pathTouches(watched, path))),
    );
    return { live, restarts: lives.map(({ id }) => id) };
  }

  #warnOfUnknownKeys(): void {
    const unknown = this.#configuration.unknownKeys();
    if (unknown.length > 0) this.logger.warning(`The settings have unknown keys: ${unknown.join(', ')}`);
  }

  #viewEnvironment() {
    const { reconciler, redactor, clock } = this.#services;
    return { registry: reconciler.registry, observation: reconciler.observation, redactor, clock };
  }
}

/** Any orchestrator, whatever its configuration. */
export type AnyOrchestrator = Pick<
  BaseOrchestrator<object>,
  | 'id'
  | 'initialize'
  | 'cleanup'
  | 'registerComponent'
  | 'getComponent'
  | 'hasComponent'
  | 'unregister'
  | 'on'
  | 'off'
  | 'getStatus'
  | 'getHealth'
  | 'safeExecute'
  | 'config'
  | 'previewConfig'
  | 'applyConfig'
> &
  AsyncDisposable;
