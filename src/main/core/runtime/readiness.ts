import type { Fault } from '#shared/kernel/index.ts';
import { notProbedYet } from '../health/probe-runner.ts';
import { ComponentNode, type Blocked } from './component-node.ts';
import type { OrchestratorNode } from './orchestrator-node.ts';
import type { NodeRegistry } from './registry.ts';

/** A reason why a component may not run now. */
export type Obstacle =
  /** It, or its orchestrator, was switched off. */
  | { readonly kind: 'off' }
  /** The start of its orchestrator was rolled back. */
  | { readonly kind: 'rolled-back' }
  /** A required dependency does not run. */
  | { readonly kind: 'need'; readonly id: string };

/** Returns true when it runs whenever its orchestrator does. */
export const isSwitchedOn = (node: ComponentNode): boolean => node.desired && node.enabled && !node.removed;

/** Returns true when its desired state is running. */
export const isDesired = (node: ComponentNode, owner: OrchestratorNode): boolean =>
  owner.desired && isSwitchedOn(node);

/**
 * Returns true when the last command was to stop: a start that waits for the end of an earlier stop is
 * cancelled.
 */
export const isCalledOff = (owner: OrchestratorNode): boolean => owner.lastCommand === 'stop';

/**
 * Returns true when others may depend on an orchestrator: its start is over and every essential component
 * runs.
 */
export const isOrchestratorReady = (node: OrchestratorNode): boolean =>
  node.desired && node.blocked === null && node.session === null && node.tally.nothingMissing;

/** Returns the block of a component: its own, or that of the start which was rolled back because of it. */
export const blockedOf = (node: ComponentNode, owner: OrchestratorNode): Blocked | null =>
  node.blocked ?? (owner.failedChildId === node.id ? owner.blocked : null);

export const isReady = (registry: NodeRegistry, id: string): boolean => {
  const node = registry.find(id);
  if (node === undefined) return false;
  return node instanceof ComponentNode ? node.ready : isOrchestratorReady(node);
};

/** Returns the obstacle that keeps a component from running; null when there is none. */
export const obstacleOf = (registry: NodeRegistry, node: ComponentNode): Obstacle | null => {
  const owner = registry.ownerOf(node);
  if (!isDesired(node, owner)) return { kind: 'off' };
  if (owner.blocked !== null || owner.session?.rollback) return { kind: 'rolled-back' };
  for (const need of node.spec.needs)
    if (need.required && !isReady(registry, need.id)) return { kind: 'need', id: need.id };
  for (const need of owner.spec.needs)
    if (need.required && !isReady(registry, need.id)) return { kind: 'need', id: need.id };
  return null;
};

const essentialDownIn = (node: OrchestratorNode): ComponentNode | null => {
  if (!node.desired || isOrchestratorReady(node)) return null;
  for (const child of node.children) if (child.spec.essential && child.enabled && !child.ready) return child;
  return null;
};

/**
 * Returns the node whose absence keeps this one from running; null when there is none, or it was switched
 * off.
 */
export const blockerOf = (
  registry: NodeRegistry,
  node: ComponentNode | OrchestratorNode,
): ComponentNode | OrchestratorNode | null => {
  if (!(node instanceof ComponentNode)) return essentialDownIn(node);
  const obstacle = obstacleOf(registry, node);
  if (obstacle?.kind === 'need') return registry.find(obstacle.id) ?? null;
  if (obstacle?.kind === 'off') return null;
  const owner = registry.ownerOf(node);
  if (obstacle?.kind === 'rolled-back' && owner.failedChildId !== node.id)
    return owner.failedChildId === null ? null : (registry.component(owner.failedChildId) ?? null);
  const waiting = (node.blocked ?? owner.blocked)?.waiting;
  return waiting?.for === 'dependency' ? (registry.find(waiting.componentId) ?? null) : null;
};

/** Returns true when it never ran, only because a setting was never made. */
export const wasNeverSetUp = (node: ComponentNode | OrchestratorNode): boolean =>
  node instanceof ComponentNode && node.missingSetting !== null && !node.everReady && !node.ready;

/** Milliseconds within which a lost connection is noticed; later trouble has another cause. */
const lossNoticedWithinMs = 60_000;

/**
 * Returns true when a node's own trouble is the loss of an optional need: the need ran and went down, the
 * trouble started or became worse soon after that, and the node has not become healthy without the need
 * since.
 */
const isLossOf = (node: ComponentNode, need: ComponentNode | OrchestratorNode): boolean => {
  const { downSince } = need;
  const { healthySince, healthyUntil, worseSince } = node.published;
  if (downSince === null || worseSince === null || worseSince < downSince) return false;
  if (healthySince !== null && healthySince > downSince) return false;
  return healthyUntil === null || healthyUntil - downSince <= lossNoticedWithinMs;
};

/** Milliseconds by which a watcher may see the failure later than the nodes that run over what it watches. */
const seenLateByMs = 15_000;

/**
 * Returns true when a watcher explains a node's trouble: the watcher fails, and the trouble is not older. A
 * watcher that fails from the start explains all trouble.
 */
const isSeenBy = (node: ComponentNode, watcher: ComponentNode): boolean => {
  const { downSince, lastFault } = watcher;
  const { healthySince, worseSince } = node.published;
  if (lastFault === null || worseSince === null) return false;
  if (downSince === null) return true;
  return worseSince >= downSince - seenLateByMs && (healthySince === null || healthySince <= downSince);
};

/** Returns true for faults with their own explanation, for which no other component is to blame. */
const isOwnFault = ({ kind, notSetUp }: Fault): boolean =>
  notSetUp || kind === 'configuration' || kind === 'defect';

/**
 * Returns the optional need that explains a node's trouble or unknown health, when no required need is
 * missing. Null when it is healthy, and when its trouble is its own. A need that is only starting is waited
 * for, not blamed.
 */
export const lostNeedOf = (
  registry: NodeRegistry,
  node: ComponentNode,
): ComponentNode | OrchestratorNode | null => {
  const level = node.board.level();
  if (level === 'healthy' || node.blocked?.quarantined || node.missingSetting !== null) return null;
  const owner = registry.ownerOf(node);
  if (!isDesired(node, owner)) return null;
  if (level === 'unknown' && node.board.list().some(({ reason }) => reason === notProbedYet.reason))
    return null;
  if (node.lastFault !== null && isOwnFault(node.lastFault)) return null;
  for (const { id, required, watches } of [...node.spec.needs, ...owner.spec.needs]) {
    const need = required ? undefined : registry.find(id);
    if (need === undefined || isReady(registry, id)) continue;
    if (watches) {
      const isOn = need instanceof ComponentNode && isDesired(need, registry.ownerOf(need));
      if (isOn && isSeenBy(node, need)) return need;
      continue;
    }
    const isOff = need instanceof ComponentNode ? !isDesired(need, registry.ownerOf(need)) : !need.desired;
    const isDown = isOff || need.blocked !== null || need.fault !== null || wasNeverSetUp(need);
    // A running component that only can't see what it observes has no failure of its own: any need that is
    // down explains it.
    const explains = level === 'unknown' ? node.ready && isDown : isLossOf(node, need);
    if (explains) return need;
  }
  return null;
};

/**
 * Returns the cycle of waiting from a reported missing dependency back to the node itself, in which
 * everything would wait for ever. Null when the path ends elsewhere.
 */
export const circleThrough = (
  registry: NodeRegistry,
  node: ComponentNode | OrchestratorNode,
  missingId: string,
): readonly (ComponentNode | OrchestratorNode)[] | null => {
  const members = new Set<ComponentNode | OrchestratorNode>();
  let next = registry.find(missingId) ?? null;
  while (next !== null && !members.has(next)) {
    if (next === node || (next instanceof ComponentNode && next.spec.parent === node.id)) return [...members];
    members.add(next);
    next = blockerOf(registry, next);
  }
  return null;
};

/**
 * Returns true when a node may wait for the dependency that it reported missing: it is known, not running,
 * not part of the node, and does not wait for the node in turn. Any other wait would never end, or end at
 * once again and again.
 */
export const mayWaitFor = (
  registry: NodeRegistry,
  node: ComponentNode | OrchestratorNode,
  id: string,
): boolean => {
  const missing = registry.find(id);
  if (missing === undefined || isReady(registry, id)) return false;
  if (node instanceof ComponentNode && node.spec.parent === missing.id) return false;
  return circleThrough(registry, node, id) === null;
};

const isSettledId = (registry: NodeRegistry, id: string): boolean => {
  const node = registry.find(id);
  if (node === undefined) return true;
  return node.settled;
};

/** Returns true when an orchestrator has no start in progress whose outcome is still open. */
export const isOrchestratorSettled = (node: OrchestratorNode): boolean =>
  !node.desired || node.blocked !== null || node.session === null;

/** Returns true when a component makes no progress without outside input: it runs, or it waits. */
export const isSettled = (registry: NodeRegistry, node: ComponentNode): boolean => {
  if (node.ready) return true;
  if (node.blocked !== null || node.fault !== null || node.hung) return true;
  const obstacle = obstacleOf(registry, node);
  if (obstacle?.kind === 'need') return node.phase === 'down' && isSettledId(registry, obstacle.id);
  return obstacle !== null && node.phase === 'down';
};

/** Returns true when an optional need to wait for may still come up automatically. */
export const waitsForOptional = (registry: NodeRegistry, node: ComponentNode): boolean => {
  const owner = registry.ownerOf(node);
  return [...node.spec.needs, ...owner.spec.needs].some(
    (need) =>
      !need.required &&
      need.waits !== false &&
      !isReady(registry, need.id) &&
      !isSettledId(registry, need.id),
  );
};
