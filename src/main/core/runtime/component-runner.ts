import {
  componentCleanupFailed,
  componentFailed,
  componentHung,
  componentNotSetUp,
  componentQuarantined,
  componentRecovered,
  componentRetryScheduled,
} from '#shared/catalogue/topics/components.ts';
import type { Fault } from '#shared/kernel/index.ts';
import type { ConditionInput } from '../component.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import { settleWithin } from '../execution/time-limit.ts';
import { notProbedYet, ProbeRunner } from '../health/probe-runner.ts';
import { readyType } from '../view/observation.ts';
import type { Publisher } from '../view/publisher.ts';
import type { ComponentNode } from './component-node.ts';
import { blockedAfter } from './blocked.ts';
import { Life, type EndOutcome, type Remainder } from './life.ts';
import { isReady, mayWaitFor, obstacleOf } from './readiness.ts';
import type { NodeRegistry } from './registry.ts';
import type { OrchestratorStarter } from './orchestrator-starter.ts';

/**
 * Executes the single action that the reconciler decided on, and reports when its outcome can be examined.
 */
export class ComponentRunner {
  readonly #services: CoreEnvironment;
  readonly #registry: NodeRegistry;
  readonly #publisher: Publisher;
  readonly #starts: OrchestratorStarter;
  readonly #touch: (node: ComponentNode) => void;

  constructor(
    services: CoreEnvironment,
    registry: NodeRegistry,
    publisher: Publisher,
    starts: OrchestratorStarter,
    touch: (node: ComponentNode) => void,
  ) {
    this.#services = services;
    this.#registry = registry;
    this.#publisher = publisher;
    this.#starts = starts;
    this.#touch = touch;
  }

  /** Starts a life. */
  start(node: ComponentNode): void {
    node.fault = null;
    node.phase = 'starting';
    node.lives++;
    node.livesInRun++;
    if (node.livesInRun > 1) node.supervisor.restarting();
    const life = new Life(node.spec, this.#services, node.supervisor.attempt + 1, {
      failed: (fault) => this.#lifeFailed(node, life, fault),
      claimed: (condition) => this.#claimed(node, life, condition),
    });
    node.life = life;
    void this.#runStart(node, life);
  }

  /** Cancels a start in progress. */
  cancel(node: ComponentNode): void {
    node.phase = 'stopping';
    node.life?.cancelStart();
  }

  /** Ends a life that no dependent uses any more. */
  stop(node: ComponentNode): void {
    node.phase = 'stopping';
    void this.#runStop(node);
  }

  endProbe(node: ComponentNode): void {
    node.probe?.[Symbol.dispose]();
    node.probe = null;
    node.startedAt = null;
    node.fact = null;
  }

  /** Clears its failures when it is switched off. */
  forgive(node: ComponentNode): void {
    node.unblock();
    node.fault = null;
    node.missingSetting = null;
    node.lastFault = null;
    node.supervisor.switchedOff();
  }

  /** Retries a component that reported a missing dependency as soon as that dependency runs. */
  releaseIfNeedIsBack(node: ComponentNode): void {
    const waiting = node.blocked?.waiting;
    if (waiting?.for === 'dependency' && isReady(this.#registry, waiting.componentId)) node.unblock();
  }

  async #runStart(node: ComponentNode, life: Life): Promise<void> {
    const { clock } = this.#services;
    const beganAt = clock.monotonic();
    node.lastStart = { beganAt, tookMs: null };
    const outcome = await life.start();
    const tookMs = clock.monotonic() - beganAt;
    node.lastStart = { beganAt, tookMs };
    if (outcome.kind === 'up') {
      node.phase = 'up';
      node.startTimes.add(tookMs);
      // It may have failed, or received a stop, at the moment it came up.
      if (node.fault === null && obstacleOf(this.#registry, node) === null) this.#becomeReady(node);
      this.#touch(node);
      return;
    }
    node.phase = 'stopping';
    if (outcome.kind === 'failed') this.#failed(node, outcome.fault);
    this.#touch(node);
    await this.#rollBackStart(node, life, outcome.remainder);
    this.#down(node);
  }

  async #runStop(node: ComponentNode): Promise<void> {
    const { clock, bus } = this.#services;
    const beganAt = clock.monotonic();
    const outcome = await node.life?.end();
    node.stopTimes.add(clock.monotonic() - beganAt);
    node.stopFaults = outcome?.faults ?? [];
    for (const fault of node.stopFaults) {
      node.life?.context.logger.error('Cleaning up failed', fault);
      const words = { title: node.spec.title, reason: fault.message };
      bus.emit(node.id, componentCleanupFailed({ code: fault.code }, words));
    }
    if (outcome?.lingering) this.#markHung(node, outcome.lingering);
    this.#down(node);
  }

  #becomeReady(node: ComponentNode): void {
    const { bus, clock } = this.#services;
    const { outageSince, attempt } = node.supervisor;
    node.supervisor.ready();
    node.everReady = true;
    node.missingSetting = null;
    node.lastFault = null;
    node.startedAt = clock.now();
    if (node.spec.component.getHealth) {
      node.board.set(notProbedYet);
      node.probe = new ProbeRunner({
        component: node.spec.component,
        settings: node.spec.probe,
        clock,
        report: (conditions) => this.#observed(node, conditions),
        giveUp: (fault) => node.life?.context.fail(fault),
      });
      const { probe } = node;
      bus.correlation.detach(() => void probe.probe());
    }
    if (outageSince === null) return;
    const lasted = clock.now() - outageSince;
    node.life?.context.logger.info('The outage is over', { lastedMs: lasted, attempts: attempt });
    const { title } = node.spec;
    bus.emit(node.id, componentRecovered({ lastedMs: lasted, attempts: attempt }, { title }));
  }

  /** Handles the end of a life, reported by the component or its probe. */
  #lifeFailed(node: ComponentNode, life: Life, fault: Fault): void {
    if (node.life !== life || node.fault) return;
    this.#failed(node, fault);
    this.#touch(node);
  }

  #failed(node: ComponentNode, fault: Fault): void {
    const { bus } = this.#services;
    const { title } = node.spec;
    const owner = this.#registry.ownerOf(node);
    const firstOfOutage = node.supervisor.outageSince === null;
    node.fault = fault;
    this.endProbe(node);
    const decision = node.supervisor.failed(fault, (id) => mayWaitFor(this.#registry, node, id));
    if (fault.notSetUp && !node.everReady) {
      this.#tellNotSetUp(node, fault);
    } else {
      if (firstOfOutage)
        node.life?.context.logger.error('Failed', fault, { code: fault.code, kind: fault.kind });
      const { code, kind, message: reason, details } = fault;
      // A detail with the same name, such as the code of OBS's refusal, must not replace the fault's own.
      const data = { ...details, code, kind, attempt: node.supervisor.attempt };
      bus.emit(node.id, componentFailed(data, { title, reason }));
    }
    node.missingSetting = fault.notSetUp ? fault : null;
    node.lastFault = fault;
    if (node.spec.essential && owner.session) {
      this.#starts.rollBack(owner, node, fault);
      return;
    }
    node.unblock();
    node.blocked = blockedAfter(decision, fault, node.spec.title, this.#services, () => {
      node.unblock();
      this.#touch(node);
    });
    this.#starts.breakCircle(node, fault);
    if (decision.kind === 'retry') {
      const { delayMs, attempt } = decision;
      bus.emit(node.id, componentRetryScheduled({ delayMs, attempt }, { title }));
    }
    if (decision.kind === 'quarantine') {
      const evidence = node.supervisor.view().evidence;
      bus.emit(node.id, componentQuarantined({ evidence }, { title }));
    }
  }

  /**
   * Reports once that it is not set up: nothing failed and no outage started, because it never ran and a
   * person has to set it up first.
   */
  #tellNotSetUp(node: ComponentNode, fault: Fault): void {
    node.supervisor.notSetUp();
    if (node.missingSetting?.code === fault.code) return;
    const words = { title: node.spec.title, reason: fault.message };
    this.#services.bus.emit(node.id, componentNotSetUp({ code: fault.code }, words));
  }

  /**
   * Waits for a cancelled start to end, as long as a stop may take, and for the rollback of what it built.
   * Until then the component is stopping and its requirements stay up. After that time nothing waits for it.
   */
  async #rollBackStart(node: ComponentNode, life: Life, { ended, undone }: Remainder): Promise<void> {
    const outcome = await settleWithin(this.#services.clock, ended, node.spec.stopTimeoutMs);
    if (outcome.status === 'time-over') {
      this.#markHung(node, this.#endLateLife(node, life, { ended, undone }));
      return;
    }
    const { lingering } = await this.#undo(life, undone);
    if (lingering) this.#markHung(node, lingering);
  }

  /**
   * Rolls back a start that succeeded much too late. Its requirements may already be down; those still up
   * stay up until the rollback is done.
   */
  async #endLateLife(node: ComponentNode, life: Life, { ended, undone }: Remainder): Promise<void> {
    node.undoing = await ended;
    const { lingering } = await this.#undo(life, undone);
    node.undoing = false;
    this.#touchNeeds(node);
    await lingering;
  }

  async #undo(life: Life, undone: Promise<EndOutcome>): Promise<EndOutcome> {
    const outcome = await undone;
    for (const fault of outcome.faults)
      life.context.logger.error('Cleaning up after a start that was given up failed', fault);
    return outcome;
  }

  #markHung(node: ComponentNode, lingering: Promise<void>): void {
    node.hung = true;
    this.#services.bus.emit(node.id, componentHung({}, { title: node.spec.title }));
    void lingering.finally(() => {
      node.hung = false;
      this.#touch(node);
    });
  }

  #down(node: ComponentNode): void {
    node.phase = 'down';
    node.leaving = false;
    node.life = null;
    node.board.retainOnly(readyType);
    if (node.fault === null) node.supervisor.stopped();
    // First its dependencies, which may be waiting for this moment to stop.
    this.#touchNeeds(node);
    this.#touch(node);
  }

  #touchNeeds(node: ComponentNode): void {
    for (const need of [...node.spec.needs, ...this.#registry.ownerOf(node).spec.needs]) {
      const component = this.#registry.component(need.id);
      if (component) this.#touch(component);
      for (const child of this.#registry.orchestrator(need.id)?.children ?? []) this.#touch(child);
    }
  }

  #claimed(node: ComponentNode, life: Life, condition: ConditionInput): void {
    if (node.life !== life || !node.board.set(condition)) return;
    this.#publisher.publish(node);
    this.#publisher.changed(node);
    this.#touch(node);
  }

  #observed(node: ComponentNode, conditions: readonly ConditionInput[]): void {
    if (!node.ready || !node.board.observe(conditions, node.spec.probe.hysteresis)) return;
    this.#publisher.changed(node);
    this.#touch(node);
  }
}
