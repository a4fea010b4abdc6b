import type { Component, ComponentContext, ConditionInput, Intervention } from '#core/index.ts';
import { drillEnded, drillStarted, rehearsalControlled } from '#shared/catalogue/topics/rehearsal.ts';
import { err, Fault, isolate, type JsonObject, ok, type Result, Emitter } from '#shared/kernel/index.ts';
import {
  rehearsalServers,
  type Disturbance,
  type RehearsalServer,
  type RehearsalStatus,
} from '#shared/model/index.ts';
import { noticedWithinMs } from './control/compare-with-ledger.ts';
import type { RehearsedComponents } from './control/rehearsed-components.ts';
import { startRehearsalServers, type RunningRehearsalServers } from './rehearsal-servers.ts';
import { drillName, drillTitle } from './control/drill-names.ts';
import type { Injection } from './control/fault-injector.ts';
import type { Scenario } from './scenario/scenario.ts';

/** Milliseconds that the bridges get to connect before the scenario starts. */
const startDelayMs = 2_000;

/** The available scenarios. */
export interface ScenarioCatalogue {
  /** Returns if a scenario ships with the program or was recorded here. */
  originOf(name: string): RehearsalStatus['scenario']['origin'];
  /** All valid scenarios. */
  list(): readonly RehearsalStatus['scenarios'][number][];
  load(name: string): Result<Scenario, Fault>;
}

/** An operator's request to control the scenario. */
export interface ControlRequest {
  readonly action?: 'pause' | 'resume' | 'step' | 'restart' | undefined;
  readonly speed?: number | undefined;
  readonly scenario?: string | undefined;
}

/**
 * The simulated platforms as a component. Stopping it is the drill for an outage of every platform at once.
 */
export class RehearsalComponent implements Component {
  readonly #catalogue: ScenarioCatalogue;
  readonly #components: RehearsedComponents;
  #scenario: Scenario;
  #speed: number;
  #servers: RunningRehearsalServers | null = null;
  #context: ComponentContext | null = null;
  #startTimer: Disposable | null = null;
  #overdueTimer: Disposable | null = null;
  #since = 0;
  readonly #listeners = new Emitter();
  /** Receives the title when another scenario starts. */
  onScenario: (title: string) => void = () => undefined;
  /**
   * Receives the components that a drill may have broken, when the drill ends: those that it stopped must be
   * retried.
   */
  onDrillEnded: (componentIds: readonly string[]) => void = () => undefined;

  constructor(
    scenario: Scenario,
    speed: number,
    catalogue: ScenarioCatalogue,
    components: RehearsedComponents,
  ) {
    this.#components = components;
    this.#scenario = scenario;
    this.#speed = speed;
    this.#catalogue = catalogue;
  }

  get servers(): RunningRehearsalServers | null {
    return this.#servers;
  }

  /** Start time of the simulated platforms, in epoch milliseconds. */
  get since(): number {
    return this.#since;
  }

  /** Calls the listener when {@link status} changes, except for the position within an act. */
  onChange(listener: () => void): Disposable {
    return this.#listeners.on(listener);
  }

  async initialize(context: ComponentContext): Promise<void> {
    const { clock, random, ids, scope } = context;
    const servers = await startRehearsalServers({
      clock,
      random,
      ids,
      scenario: this.#scenario,
      speed: this.#speed,
    });
    scope.defer('rehearsal servers', async () => {
      this.#servers = null;
      this.#context = null;
      this.#cancelStartTimer();
      this.#overdueTimer?.[Symbol.dispose]();
      await servers[Symbol.asyncDispose]();
      this.#changed();
    });
    this.#servers = servers;
    this.#context = context;
    this.#since = clock.now();
    this.#startTimer = clock.setTimeout(() => this.#play(servers), startDelayMs);
    servers.onChange(() => this.#changed());
    servers.injector.onChange((disturbance) => this.#emitDrillEvent(disturbance));
    this.#changed();
  }

  /** Returns the scenario and the injected faults, also while the simulated platforms are stopped. */
  status(): Omit<RehearsalStatus, 'ledger'> {
    const servers = this.#servers;
    const player = servers?.player ?? null;
    const { id, title, description } = this.#scenario;
    return {
      scenario: { id, title, description, origin: this.#catalogue.originOf(id) },
      scenarios: [...this.#catalogue.list()],
      state: servers ? (player?.state ?? 'waiting') : 'stopped',
      speed: this.#speed,
      act: player?.act ? { id: player.act.id, title: player.act.title } : null,
      run: player?.run ?? 0,
      lines: player?.lines ?? 0,
      positionMs: Math.round(player?.positionMs ?? 0),
      durationMs: player?.durationMs ?? 0,
      servers: servers
        ? rehearsalServers.map(({ id: server }) => ({ server, address: servers.addresses[server] }))
        : [],
      faults: [...(servers?.injector.kinds() ?? [])],
      record: [...(servers?.injector.record() ?? [])],
    };
  }

  /** Applies a request completely, or refuses it. */
  control({ action, speed, scenario }: ControlRequest): Result<void, Fault> {
    const servers = this.#servers;
    if (!servers) return err(stopped());
    const next = scenario === undefined ? ok(this.#scenario) : this.#catalogue.load(scenario);
    if (!next.ok) return next;
    const state = servers.player?.state ?? 'waiting';
    const obstacle = obstacleTo(action, scenario === undefined ? state : 'playing');
    if (obstacle !== null)
      return err(new Fault('rehearsal.not-possible', obstacle, { kind: 'configuration' }));

    if (speed !== undefined) {
      this.#speed = speed;
      servers.player?.setSpeed(speed);
    }
    if (scenario !== undefined || action === 'restart') {
      this.#scenario = next.value;
      this.onScenario(next.value.title);
      this.#play(servers);
    }
    if (action === 'pause') servers.player?.pause();
    if (action === 'resume') servers.player?.resume();
    if (action === 'step') servers.player?.step();
    const data = { action: action ?? null, speed: this.#speed };
    this.#context?.events.emit(rehearsalControlled(data, { fact: this.getFact() }));
    return ok(undefined);
  }

  inject(injection: Injection): Result<Disturbance, Fault> {
    if (!this.#servers) return err(stopped());
    return this.#servers.injector.inject(injection, 'operator');
  }

  clear(
    which: Parameters<RunningRehearsalServers['injector']['clear']>[0],
  ): Result<readonly Disturbance[], Fault> {
    if (!this.#servers) return err(stopped());
    return ok(this.#servers.injector.clear(which));
  }

  getInterventions(): readonly Intervention[] {
    return (this.#servers?.injector.record() ?? []).map((disturbance) => ({
      id: disturbance.id,
      title: drillTitle(disturbance),
      since: disturbance.at,
      until: disturbance.until,
      componentIds: this.#componentsOf(disturbance.server),
      noticedWithinMs: noticedWithinMs(disturbance.server),
      action:
        disturbance.until === null
          ? { kind: 'end-drill', label: 'End the drill', target: disturbance.id }
          : null,
    }));
  }

  getHealth(): readonly ConditionInput[] {
    return [
      {
        type: 'Playing',
        status: this.#servers ? 'true' : 'false',
        reason: this.#servers ? 'Playing' : 'Stopped',
        message: this.#servers
          ? `Playing “${isolate(this.#scenario.title)}” on this PC.`
          : 'No scenario is playing.',
      },
    ];
  }

  getFact(): string {
    const state = this.#servers?.player?.state;
    const suffix = state === 'paused' || state === 'ended' ? `, ${state}` : '';
    return `“${isolate(this.#scenario.title)}” at ×${this.#speed}${suffix}`;
  }

  getStatus(): JsonObject {
    const servers = this.#servers;
    return {
      scenario: this.#scenario.title,
      speed: this.#speed,
      disturbed: servers?.injector.record().filter(({ until }) => until === null).length ?? 0,
      twitch: servers?.twitch.chatUrl ?? null,
      discord: servers?.discord.apiUrl ?? null,
      obs: servers?.obs.url ?? null,
    };
  }

  #play(servers: RunningRehearsalServers): void {
    this.#cancelStartTimer();
    servers.play(this.#scenario).setSpeed(this.#speed);
  }

  #emitDrillEvent(disturbance: Disturbance): void {
    const { server, fault, until } = disturbance;
    const kind = this.#servers?.injector
      .kinds()
      .find((each) => each.server === server && each.fault === fault);
    const ended = until !== null && kind?.lasting === true;
    const drill = drillName(disturbance);
    const draft = ended ? drillEnded(disturbance, { drill }) : drillStarted(disturbance, { drill });
    this.#context?.events.emit(draft);
    if (ended) this.onDrillEnded(this.#componentsOf(server));
    // By then, an expected outage is overdue.
    this.#overdueTimer?.[Symbol.dispose]();
    this.#overdueTimer =
      this.#context?.clock.setTimeout(() => this.#changed(), noticedWithinMs(server) + 100) ?? null;
  }

  #changed(): void {
    this.#listeners.emit();
  }

  /** Returns the components that can come into trouble when a server is disturbed. */
  #componentsOf(server: RehearsalServer): readonly string[] {
    const { bridges, others } = this.#components[server];
    return [...others, ...bridges];
  }

  #cancelStartTimer(): void {
    this.#startTimer?.[Symbol.dispose]();
    this.#startTimer = null;
  }
}

const stopped = (): Fault =>
  new Fault('rehearsal.stopped', 'Rehearsal is stopped. Start it first.', {
    kind: 'configuration',
    action: { kind: 'start-component', label: 'Start Rehearsal', target: 'rehearsal' },
  });

/** Returns why an action is impossible in a state; null when it is possible. */
const obstacleTo = (
  action: ControlRequest['action'],
  state: Exclude<RehearsalStatus['state'], 'stopped'>,
): string | null => {
  if (action === 'step' && state !== 'paused') return 'Pause the scenario to step through it.';
  if (action === 'pause' && state === 'ended')
    return 'The scenario has ended. Restart it, or choose another one.';
  if (action === 'resume' && state !== 'paused') return 'The scenario is not paused.';
  if (action === 'pause' && state === 'waiting')
    return 'The scenario has not started yet. It starts within two seconds.';
  return null;
};
