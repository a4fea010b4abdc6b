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
 * Drives what is observed towards what is wanted, one component at a time. It is told that something about a component
 * changed, looks at the component afresh, does the one next thing (begin a life, give a start up, leave, end a life, or
 * nothing), and looks at those that depend on the outcome. It keeps no plan: whatever happens meanwhile, the next look
 * sees the world as it is. A component's phase is the lock that keeps two starts from ever overlapping.
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
  /** Components that said by themselves what they lack, and those whose orchestrator did; nearly always none. */
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

  /** Looks at components again. Returns when there is nothing left to do at once. */
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
   * Starts an orchestrator. Twice at once is one start; started already is a success. During a stop it waits for the end of
   * that; another stop meanwhile calls it off.
   */
  async begin(owner: OrchestratorNode): Promise<Result<StartReport, Fault>> {
    const graph = this.registry.graph();
    if (!graph.ok) return graph;
    owner.told = 'start';
    while (owner.stopping) await owner.stopping.promise;
    if (isCalledOff(owner)) return err(startCancelled(owner.spec.title));
    if (owner.session) return owner.session.result;
    if (owner.wanted && !owner.blocked)
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

  /** Stops an orchestrator. Never stops at the first error; resolves when everything of it is down. */
  async end(owner: OrchestratorNode): Promise<Result<StopReport, Fault>> {
    owner.told = 'stop';
    if (owner.stopping) return ok(await owner.stopping.promise);
    const beganAt = this.#services.clock.monotonic();
    if (!owner.wanted && owner.allDown) return ok({ orchestratorId: owner.id, tookMs: 0, faults: [] });
    owner.wanted = false;
    owner.unblock();
    owner.fault = null;
    owner.supervisor.switchedOff();
    for (const child of owner.children) child.stopFaults = [];
    const { promise, resolve } = Promise.withResolvers<StopReport>();
    owner.stopping = { beganAt, promise, resolve };
    this.#lookAt(owner);
    return ok(await promise);
  }

  /** Ends the life of a component and begins a new one, whatever it waits for. Those that require it go along. */
  restart(node: ComponentNode): void {
    node.supervisor.resetBackoff();
    node.unblock();
    if (node.phase !== 'down') node.restartPending = true;
    else node.fault = null;
    this.#resetOwnerBackoff(node);
    this.touch(node);
  }

  /**
   * Ends what a component waits for, if that is a retry or a person: it is tried at once, and so is the start that was taken
   * back because of it.
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
   * Adds a component, which begins when it is looked at. One of the same id that is being taken out goes first. Throws a
   * {@link Fault} when the id is blank, badly formed or taken.
   */
  add(node: ComponentNode): void {
    const leaving = this.registry.component(node.id);
    if (leaving?.removed && leaving.successor === null && leaving.spec.parent === node.spec.parent) {
      leaving.successor = node;
      return;
    }
    this.registry.addComponent(node);
  }

  /** Takes a component out of its orchestrator: it is stopped, then forgotten. */
  async remove(node: ComponentNode): Promise<void> {
    const present = this.registry.component(node.id);
    if (present && present !== node) {
      // It was never let in.
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
    if (!owner.blocked || !owner.wanted) return;
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
          // That it was down is told before it is not any more: the record shows every step of a restart.
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

  /** Nobody may rely on it from now on; its life ends when everybody who did is down. */
  #leave(node: ComponentNode): void {
    if (!node.leaving) {
      node.leaving = true;
      this.#runner.endProbe(node);
      this.#touchDependents(node);
      // Behind its dependents, so that they have decided whether they go as well.
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
