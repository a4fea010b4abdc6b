import type {
  Condition,
  HealthLevel,
  InterventionView,
  LifecycleState,
  StoppedBy,
  Waiting,
} from '#shared/model/index.ts';
import type { ConditionInput } from '../component.ts';
import { worstCondition } from '../health/condition-board.ts';
import type { Contribution } from '../runtime/component-counters.ts';
import { ComponentNode } from '../runtime/component-node.ts';
import type { OrchestratorNode } from '../runtime/orchestrator-node.ts';
import { blockerOf, isDesired, lostNeedOf, obstacleOf, wasNeverSetUp } from '../runtime/readiness.ts';
import type { NodeRegistry } from '../runtime/registry.ts';
import { stoppedWords } from './stopped-words.ts';

/** Another component that causes this one's trouble. */
export interface Cause {
  readonly componentId: string;
  readonly message: string;
  readonly since: number;
}

const pascal = (code: string): string =>
  code
    .slice(code.indexOf('.') + 1)
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The type of the condition that the core itself sets on every component. */
export const readyType = 'Ready';

/** Derives the visible state from the nodes. Changes nothing. */
export class Observation {
  readonly #registry: NodeRegistry;

  constructor(registry: NodeRegistry) {
    this.#registry = registry;
  }

  stateOf(node: ComponentNode): LifecycleState {
    const desired = isDesired(node, this.#registry.ownerOf(node));
    if (desired && node.blocked?.quarantined) return 'quarantined';
    if (desired && (node.fault !== null || node.hung) && !this.isNotSetUp(node)) return 'failed';
    if (node.phase === 'starting') return 'starting';
    if (node.phase === 'stopping' || node.leaving) return 'stopping';
    if (node.phase === 'up') {
      const level = node.board.level();
      return level === 'degraded' || level === 'unhealthy' ? 'degraded' : 'running';
    }
    return node.lives === 0 || wasNeverSetUp(node) ? 'idle' : 'stopped';
  }

  stateOfOrchestrator(node: OrchestratorNode): LifecycleState {
    if (!node.desired) {
      if (!node.allDown) return 'stopping';
      return node.everDesired ? 'stopped' : 'idle';
    }
    if (node.blocked) return node.blocked.quarantined ? 'quarantined' : 'failed';
    if (node.session) return 'starting';
    return node.tally.state;
  }

  /** Returns what a desired component waits for; null when it runs, starts, or is not desired. */
  waitingOf(node: ComponentNode): Waiting | null {
    const owner = this.#registry.ownerOf(node);
    if (!isDesired(node, owner) || node.phase === 'starting' || node.ready) return null;
    if (node.hung) {
      return {
        for: 'operator',
        message: `${node.spec.title} ignores its stop signal and can’t start again until it has ended`,
      };
    }
    const obstacle = obstacleOf(this.#registry, node);
    if (obstacle?.kind === 'need') {
      const message = `Waiting for ${this.#registry.titleOf(obstacle.id)}`;
      return { for: 'dependency', componentId: obstacle.id, message };
    }
    return (
      node.blocked?.waiting ?? (obstacle?.kind === 'rolled-back' ? (owner.blocked?.waiting ?? null) : null)
    );
  }

  /** Returns true while it is desired but lacks a setting that was never made. */
  isNotSetUp(node: ComponentNode): boolean {
    return node.missingSetting !== null && !node.ready && isDesired(node, this.#registry.ownerOf(node));
  }

  /** Returns the root cause of a component's trouble, when it is another node. */
  causeOf(node: ComponentNode): Cause | null {
    const root = this.#rootOf(node);
    if (root === null) return null;
    return { componentId: root.id, message: this.#troubleOf(root), since: root.published.stateSince };
  }

  /**
   * Returns the command or setting that keeps a node from running; null while it is desired, and when
   * unknown.
   */
  stoppedByOf(node: ComponentNode | OrchestratorNode): StoppedBy | null {
    if (node instanceof ComponentNode) {
      if (!node.enabled)
        return { by: 'settings', actor: null, target: node.spec.settingsPath ?? node.id, at: null };
      if (!node.desired) return node.stopOrder && { by: 'command', target: node.id, ...node.stopOrder };
      return this.stoppedByOf(this.#registry.ownerOf(node));
    }
    return node.desired || node.stopOrder === null
      ? null
      : { by: 'command', target: node.id, ...node.stopOrder };
  }

  /**
   * Returns the deliberate disturbance that explains a component's own trouble; null for trouble caused by
   * another component.
   */
  interventionOf(node: ComponentNode): InterventionView | null {
    const { troubleSince } = node.published;
    if (troubleSince === null || this.#rootOf(node) !== null) return null;
    let found: InterventionView | null = null;
    for (const { spec, ready } of this.#registry.components) {
      if (!ready) continue;
      for (const each of spec.component.getInterventions?.() ?? []) {
        const { id, title, since, until, action, componentIds, noticedWithinMs } = each;
        const isInTime = troubleSince >= since && (until === null || troubleSince <= until + noticedWithinMs);
        if (isInTime && componentIds.includes(node.id)) found = { id, title, since, until, action };
      }
    }
    return found;
  }

  /** Returns the core's own condition of a component: if it is ready, and if not, the reason. */
  readyClaim(node: ComponentNode): ConditionInput {
    const owner = this.#registry.ownerOf(node);
    const type = readyType;
    if (!isDesired(node, owner)) {
      return { type, status: 'unknown', reason: 'SwitchedOff', message: 'Switched off' };
    }
    if (node.missingSetting && !node.ready) {
      const { message } = node.missingSetting;
      return node.everReady
        ? { type, status: 'false', severity: 'degraded', reason: 'NotSetUp', message }
        : { type, status: 'unknown', reason: 'NotSetUp', message };
    }
    if (node.fault) {
      return { type, status: 'false', reason: pascal(node.fault.code), message: node.fault.message };
    }
    if (node.hung) {
      return { type, status: 'false', reason: 'Hangs', message: 'Work of its last run has not ended' };
    }
    if (node.ready) return { type, status: 'true', reason: 'Running', message: 'Running' };
    const last = node.supervisor.attempt > 0 ? node.supervisor.lastFailure : null;
    if (last) {
      return {
        type,
        status: 'false',
        reason: pascal(last.code),
        message: last.message,
      };
    }
    const root = this.#blockedRootOf(node);
    if (root) {
      const title = root.spec.title;
      if (wasNeverSetUp(root)) {
        const message = `Waiting for ${title}, which is not set up`;
        const status = node.everReady ? 'false' : 'unknown';
        return { type, status, severity: 'degraded', reason: 'DependencyNotSetUp', message };
      }
      if (this.#isOff(root)) {
        const message = `Waiting for ${title}. ${this.#troubleOf(root)}`;
        return { type, status: 'false', severity: 'degraded', reason: 'DependencyOff', message };
      }
      if (root.fault || root.blocked) {
        const message = `Waiting for ${title}: ${this.#troubleOf(root)}`;
        return { type, status: 'false', reason: 'DependencyDown', message };
      }
      return {
        type,
        status: 'unknown',
        reason: 'DependencyStarting',
        message: `Waiting for ${title} to start`,
      };
    }
    return node.leaving || node.phase === 'stopping'
      ? { type, status: 'unknown', reason: 'Stopping', message: 'Stopping' }
      : { type, status: 'unknown', reason: 'Starting', message: 'Starting' };
  }

  /** Returns the current contribution of a component to its orchestrator. */
  contributionOf(node: ComponentNode): Contribution {
    const { essential } = node.spec;
    const state = this.stateOf(node);
    return {
      desired: isDesired(node, this.#registry.ownerOf(node)),
      essential,
      alive: node.phase !== 'down',
      missing: essential && node.enabled && !node.removed && !node.ready,
      state,
      level: state === 'quarantined' ? 'quarantined' : node.board.level(),
    };
  }

  levelOf(node: ComponentNode): HealthLevel {
    if (this.stateOf(node) === 'quarantined') return 'quarantined';
    return node.board.level();
  }

  summaryOf(node: ComponentNode): string {
    return worstCondition(node.board.list())?.message ?? 'All checks passing';
  }

  /**
   * Returns one condition per desired component. A failing component that is not essential only degrades the
   * orchestrator.
   */
  conditionsOfOrchestrator(node: OrchestratorNode): readonly Condition[] {
    const conditions: Condition[] = [];
    for (const child of node.children) {
      if (!isDesired(child, node)) continue;
      const level = this.levelOf(child);
      const title = child.spec.title;
      conditions.push({
        type: child.id,
        status: level === 'healthy' ? 'true' : level === 'unknown' ? 'unknown' : 'false',
        severity: child.spec.essential && level !== 'degraded' ? 'unhealthy' : 'degraded',
        reason: pascal(`level.${level}`),
        message: level === 'healthy' ? `${title} is healthy` : `${title}: ${this.summaryOf(child)}`,
        since: child.published.levelSince,
        checkedAt: child.published.levelSince,
      });
    }
    return conditions;
  }

  levelOfOrchestrator(node: OrchestratorNode): HealthLevel {
    if (!node.desired) return 'unknown';
    if (node.blocked) return node.blocked.quarantined ? 'quarantined' : 'unhealthy';
    return node.tally.level;
  }

  summaryOfOrchestrator(node: OrchestratorNode): string {
    if (!node.desired) return 'Switched off';
    if (node.blocked)
      return `Its start was rolled back: ${node.fault?.message ?? 'an essential component failed'}`;
    return worstCondition(this.conditionsOfOrchestrator(node))?.message ?? 'All its components are healthy';
  }

  /** Follows blockers and lost needs to the root cause; null when the node itself is the root cause. */
  #rootOf(node: ComponentNode): ComponentNode | OrchestratorNode | null {
    return this.#follow(
      node,
      (each) =>
        blockerOf(this.#registry, each) ??
        (each instanceof ComponentNode ? lostNeedOf(this.#registry, each) : null),
    );
  }

  /** Follows only the blockers of a component. */
  #blockedRootOf(node: ComponentNode): ComponentNode | OrchestratorNode | null {
    return this.#follow(node, (each) => blockerOf(this.#registry, each));
  }

  #follow(
    node: ComponentNode,
    nextOf: (node: ComponentNode | OrchestratorNode) => ComponentNode | OrchestratorNode | null,
  ): ComponentNode | OrchestratorNode | null {
    let current: ComponentNode | OrchestratorNode = node;
    let passed: Set<ComponentNode | OrchestratorNode> | null = null;
    for (;;) {
      const next = nextOf(current);
      // Declared needs form no cycle, but reported missing dependencies may: no member is the cause of
      // another one.
      if (next === node) return null;
      if (next === null || passed?.has(next)) return current === node ? null : current;
      (passed ??= new Set()).add(next);
      current = next;
    }
  }

  #isOff(root: ComponentNode | OrchestratorNode): boolean {
    return root instanceof ComponentNode ? !isDesired(root, this.#registry.ownerOf(root)) : !root.desired;
  }

  #troubleOf(root: ComponentNode | OrchestratorNode): string {
    if (this.#isOff(root)) {
      const stopped = this.stoppedByOf(root);
      const target = stopped?.by === 'command' ? this.#registry.find(stopped.target) : null;
      return stoppedWords((target ?? root).spec.title, stopped, (id) => this.#registry.find(id)?.spec.title);
    }
    if (root.fault) return root.fault.message;
    const last = root instanceof ComponentNode ? root.lastFault : null;
    return last?.message ?? `${root.spec.title} isn't running`;
  }
}
