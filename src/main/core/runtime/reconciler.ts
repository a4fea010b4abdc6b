import { Emitter, err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import { Observation } from '../view/observation.ts';
import { Publisher } from '../view/publisher.ts';
import type { ComponentNode } from './component-node.ts';
import { ComponentRunner } from './component-runner.ts';
import type { OrchestratorNode } from './orchestrator-node.ts';
import {
  isCalledOff,
  isOrchestratorReady,
  isOrchestratorSettled,
  isSettled,
  obstacleOf,
  waitsForOptional,
} from './readiness.ts';
import { NodeRegistry } from './registry.ts';
import { OrchestratorStarter } from './orchestrator-starter.ts';
import { startCancelled, type StartReport, type StopReport } from './start-session.ts';

/**
 * Drives the observed state towards the desired state, one component at a time. It is notified of changes,
 * looks at the component again, takes the next single action (start a life, cancel a start, leave, end a
 * life, or nothing), and looks at the components that depend on the outcome. It keeps no plan: the next look
 * always uses the current state. A component's phase is the lock that keeps two starts from overlapping.
 */
export class Reconciler {
  readonly registry = new NodeRegistry();
  readonly observation = new Observation(this.registry);
  readonly publisher: Publisher;
  readonly #services: CoreEnvironment;
  readonly #runner: ComponentRunner;
  readonly #starts: OrchestratorStarter;
  readonly #queue: ComponentNode[] = [];
  readonly #owners = new Set<OrchestratorNode>();
  /** Components that reported a missing dependency, and those whose orchestrator did; nearly always empty. */
  readonly #lacking = new Set<ComponentNode>();
  readonly #watchers = new Emitter();
  #draining = false;

  constructor(services: CoreEnvironment) {
    this.#services = services;
    this.publisher = new Publisher(services, this.registry, this.observation);
    this.#starts = new OrchestratorStarter(services, this.registry, this.observation, (node) =>
      this.touch(node),
    );
    this.#runner = new ComponentRunner(services, this.registry, this.publisher, this.#starts, (node) =>
      this.touch(node),
    );
  }

  /** Looks at components again. Returns when there is nothing left to do synchronously. */
  touch(...nodes: readonly ComponentNode[]): void {
    for (const node of nodes) this.#enqueue(node);
    if (this.#draining) return;
    this.#draining = true;
    try {
      this.#drain();
    } finally {
      this.#draining = false;
    }
    this.#watchers.emit();
  }

  /** Calls `watch` after every round of changes, until disposed. */
  onSettledRound(watch: () => void): Disposable {
    return this.#watchers.on(watch);
  }

  /**
   * Starts an orchestrator. Concurrent calls share one start; a call while started succeeds. During a stop it
   * waits for the end of the stop; another stop cancels it.
   */
  async begin(owner: OrchestratorNode): Promise<Result<StartReport, Fault>> {
    const graph = this.registry.graph();
    if (!graph.ok) return graph;
    owner.lastCommand = 'start';
    while (owner.stopping) await owner.stopping.promise;
    if (isCalledOff(owner)) return err(startCancelled(owner.spec.title));
    if (owner.session) return owner.session.result;
    if (owner.desired && !owner.blocked)
      return ok(this.#starts.report(owner, this.#services.clock.monotonic()));
    for (const child of owner.children) {
      child.supervisor.reset();
      child.unblock();
      child.fault = null;
      child.livesInRun = 0;
    }
    owner.supervisor.resetBackoff();
    const session = this.#starts.begin(owner);
    this.#lookAt(owner);
    return session.result;
  }

  /** Stops an orchestrator. Continues after errors; resolves when all of it is down. */
  async end(owner: OrchestratorNode): Promise<Result<StopReport, Fault>> {
    owner.lastCommand = 'stop';
    if (owner.stopping) return ok(await owner.stopping.promise);
    const beganAt = this.#services.clock.monotonic();
    if (!owner.desired && owner.allDown) return ok({ orchestratorId: owner.id, tookMs: 0, faults: [] });
    owner.desired = false;
    owner.unblock();
    owner.fault = null;
    owner.supervisor.switchedOff();
    for (const child of owner.children) child.stopFaults = [];
    const { promise, resolve } = Promise.withResolvers<StopReport>();
    owner.stopping = { beganAt, promise, resolve };
    this.#lookAt(owner);
    return ok(await promise);
  }

  /**
   * Ends the life of a component and starts a new one, whatever it waits for. Components that require it
   * restart too.
   */
  restart(node: ComponentNode): void {
    node.supervisor.resetBackoff();
    node.unblock();
    if (node.phase !== 'down') node.restartPending = true;
    else node.fault = null;
    this.#resetOwnerBackoff(node);
    this.touch(node);
  }

  /**
   * Ends a wait for a retry or a person: the component is retried at once, and so is the start that was
   * rolled back because of it.
   */
  release(node: ComponentNode): void {
    if (node.blocked) {
      if (node.blocked.quarantined) node.supervisor.resetBackoff();
      node.unblock();
    }
    if (this.registry.ownerOf(node).failedChildId === node.id) this.#resetOwnerBackoff(node);
    this.touch(node);
  }

  /**
   * Adds a component, which starts when it is looked at. A component with the same id that is being removed
   * goes first. Throws a {@link Fault} when the id is blank, malformed or taken.
   */
  add(node: ComponentNode): void {
    const leaving = this.registry.component(node.id);
    if (leaving?.removed && leaving.successor === null && leaving.spec.parent === node.spec.parent) {
      leaving.successor = node;
      return;
    }
    this.registry.addComponent(node);
  }

  /** Removes a component from its orchestrator: stops it, then deletes it. */
  async remove(node: ComponentNode): Promise<void> {
    const present = this.registry.component(node.id);
    if (present && present !== node) {
      // It was never added.
      present.successor = null;
      return;
    }
    node.removed = true;
    this.touch(node);
    if (node.phase !== 'down') {
      const down = Promise.withResolvers<void>();
      const watching = this.onSettledRound(() => {
        if (node.phase === 'down') down.resolve();
      });
      await down.promise;
      watching[Symbol.dispose]();
    }
    node.unblock();
    this.#lacking.delete(node);
    const dependents = [...this.registry.dependentsOf(node)];
    this.registry.removeComponent(node);
    this.publisher.tell({ kind: 'removed', id: node.id });
    if (node.successor) {
      this.add(node.successor);
      this.touch(node.successor);
    }
    this.touch(...dependents);
  }

  #lookAt(owner: OrchestratorNode): void {
    this.#owners.add(owner);
    this.touch(...owner.children);
  }

  #resetOwnerBackoff(node: ComponentNode): void {
    const owner = this.registry.ownerOf(node);
    if (!owner.blocked || !owner.desired) return;
    owner.supervisor.resetBackoff();
    this.#starts.begin(owner);
    this.#lookAt(owner);
  }

  #enqueue(node: ComponentNode): void {
    if (node.queued) return;
    node.queued = true;
    this.#queue.push(node);
  }

  #drain(): void {
    for (;;) {
      let looked = 0;
      for (; looked < this.#queue.length; looked++) {
        const node = this.#queue[looked];
        if (!node) continue;
        node.queued = false;
        this.#step(node);
      }
      this.#queue.length = 0;
      const [owner] = this.#owners;
      if (!owner) return;
      this.#owners.delete(owner);
      this.#stepOwner(owner);
    }
  }

  #step(node: ComponentNode): void {
    if (this.registry.component(node.id) !== node) return;
    const obstacle = obstacleOf(this.registry, node);
    const may = obstacle === null && !node.restartPending;
    switch (node.phase) {
      case 'starting':
        if (!may || node.fault) this.#runner.cancel(node);
        break;
      case 'up':
        if (may && !node.fault) this.#stay(node);
        else this.#leave(node);
        break;
      case 'down':
        if (obstacle?.kind === 'off') this.#runner.forgive(node);
        this.#runner.releaseIfNeedIsBack(node);
        node.restartPending = false;
        if (obstacle === null && !node.blocked && !node.hung && !waitsForOptional(this.registry, node)) {
          // Publishes that it was down before it comes up again: the record shows every step of a restart.
          this.publisher.publish(node);
          this.#runner.start(node);
        }
        break;
      case 'stopping':
        break;
    }
    const owner = this.registry.ownerOf(node);
    if ((node.blocked ?? owner.blocked)?.waiting.for === 'dependency') this.#lacking.add(node);
    else this.#lacking.delete(node);
    this.#settle(node);
    this.publisher.publish(node);
    this.#owners.add(owner);
  }

  #stay(node: ComponentNode): void {
    if (!node.leaving) return;
    node.leaving = false;
    this.#touchDependents(node);
  }

  /**
   * Marks a component as leaving: nothing may depend on it from now on, and its life ends when all its
   * dependents are down.
   */
  #leave(node: ComponentNode): void {
    if (!node.leaving) {
      node.leaving = true;
      this.#runner.endProbe(node);
      this.#touchDependents(node);
      // After its dependents, so that they have decided if they stop too.
      this.#enqueue(node);
      return;
    }
    for (const dependent of this.registry.dependentsOf(node)) {
      const { phase, leaving, undoing } = dependent;
      if (phase === 'stopping' || (phase === 'up' && leaving) || undoing) return;
    }
    this.#runner.stop(node);
  }

  #settle(node: ComponentNode): void {
    const settled = isSettled(this.registry, node);
    if (settled === node.settled && node.ready === node.wasReady) return;
    node.settled = settled;
    if (node.ready) node.downSince = null;
    else if (node.wasReady) node.downSince = this.#services.clock.monotonic();
    node.wasReady = node.ready;
    for (const waiting of this.#lacking) this.#enqueue(waiting);
    if (settled) this.registry.ownerOf(node).session?.pending.delete(node.id);
    this.#touchDependents(node);
  }

  #stepOwner(owner: OrchestratorNode): void {
    this.#starts.step(owner);
    const ready = isOrchestratorReady(owner);
    const settled = isOrchestratorSettled(owner);
    if (ready !== owner.ready || settled !== owner.settled) {
      if (ready) owner.downSince = null;
      else if (owner.ready) owner.downSince = this.#services.clock.monotonic();
      owner.ready = ready;
      owner.settled = settled;
      for (const dependent of this.registry.dependentsOf(owner)) this.#enqueue(dependent);
    }
    this.publisher.publishOrchestrator(owner);
  }

  #touchDependents(node: ComponentNode): void {
    for (const dependent of this.registry.dependentsOf(node)) this.#enqueue(dependent);
  }
}
