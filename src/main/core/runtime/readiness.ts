import type { Fault } from '#shared/kernel/index.ts';
import { notProbedYet } from '../health/probe-runner.ts';
import { ComponentNode, type Blocked } from './component-node.ts';
import type { OrchestratorNode } from './orchestrator-node.ts';
import type { NodeRegistry } from './registry.ts';

/** Why a component may not run now. */
export type Obstacle =
  /** Somebody switched it, or its orchestrator, off. */
  | { readonly kind: 'off' }
  /** Its orchestrator's start was taken back. */
  | { readonly kind: 'rolled-back' }
  /** Something it requires does not run. */
  | { readonly kind: 'need'; readonly id: string };

/** Whether it runs whenever its orchestrator does. */
export const isSwitchedOn = (node: ComponentNode): boolean => node.wanted && node.enabled && !node.removed;

/** Whether anybody wants it to run. */
export const isWanted = (node: ComponentNode, owner: OrchestratorNode): boolean =>
  owner.wanted && isSwitchedOn(node);

/** Whether the last word was to stop: a start that still waits for the end of an earlier stop does not begin. */
export const isCalledOff = (owner: OrchestratorNode): boolean => owner.told === 'stop';

/** Whether an orchestrator is there for others: its start is over and everything essential in it runs. */
export const isOrchestratorReady = (node: OrchestratorNode): boolean =>
  node.wanted && node.blocked === null && node.session === null && node.tally.nothingMissing;

/** What a component waits for in order to be tried again: for itself, or for the start that was taken back because of it. */
export const blockedOf = (node: ComponentNode, owner: OrchestratorNode): Blocked | null =>
  node.blocked ?? (owner.failedChildId === node.id ? owner.blocked : null);

export const isReady = (registry: NodeRegistry, id: string): boolean => {
  const node = registry.find(id);
  if (node === undefined) return false;
  return node instanceof ComponentNode ? node.ready : isOrchestratorReady(node);
};

/** What keeps a component from running; null when nothing does. */
export const obstacleOf = (registry: NodeRegistry, node: ComponentNode): Obstacle | null => {
  const owner = registry.ownerOf(node);
  if (!isWanted(node, owner)) return { kind: 'off' };
  if (owner.blocked !== null || owner.session?.rollback) return { kind: 'rolled-back' };
  for (const need of node.spec.needs)
    if (need.required && !isReady(registry, need.id)) return { kind: 'need', id: need.id };
  for (const need of owner.spec.needs)
    if (need.required && !isReady(registry, need.id)) return { kind: 'need', id: need.id };
  return null;
};

const essentialDownIn = (node: OrchestratorNode): ComponentNode | null => {
  if (!node.wanted || isOrchestratorReady(node)) return null;
  for (const child of node.children) if (child.spec.essential && child.enabled && !child.ready) return child;
  return null;
};

/** Whose not running is why this one does not run; null when there is nobody, or somebody switched it off. */
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

/** True when it never ran, and only a setting that nobody has made yet keeps it from running. */
export const wasNeverSetUp = (node: ComponentNode | OrchestratorNode): boolean =>
  node instanceof ComponentNode && node.missingSetting !== null && !node.everReady && !node.ready;

/** A connection that was lost is noticed within this time, milliseconds; what breaks later broke by itself. */
const lossNoticedWithinMs = 60_000;

/**
 * True when a node's own trouble is the loss of an optional need. It is when the need ran and went down, the trouble began,
 * or became worse, after that and soon enough, and the node has not become healthy without the need since.
 */
const isLossOf = (node: ComponentNode, need: ComponentNode | OrchestratorNode): boolean => {
  const { downSince } = need;
  const { healthySince, healthyUntil, worseSince } = node.published;
  if (downSince === null || worseSince === null || worseSince < downSince) return false;
  if (healthySince !== null && healthySince > downSince) return false;
  return healthyUntil === null || healthyUntil - downSince <= lossNoticedWithinMs;
};

/** A watcher may see the failure up to this long after those that run over what it watches, milliseconds. */
const seenLateByMs = 15_000;

/**
 * True when a node's trouble is what a watcher sees: the watcher fails, and the trouble is not older. A watcher that fails from
 * the start explains all trouble.
 */
const isSeenBy = (node: ComponentNode, watcher: ComponentNode): boolean => {
  const { downSince, lastFault } = watcher;
  const { healthySince, worseSince } = node.published;
  if (lastFault === null || worseSince === null) return false;
  if (downSince === null) return true;
  return worseSince >= downSince - seenLateByMs && (healthySince === null || healthySince <= downSince);
};

/** Faults that say by themselves what is wrong: nobody else is to blame for them. */
const isOwnFault = ({ kind, notSetUp }: Fault): boolean =>
  notSetUp || kind === 'configuration' || kind === 'defect';

/**
 * The optional need that is why a node is in trouble, or cannot say how it is, although nothing that it requires is missing.
 * Null when it is healthy, and when its trouble is its own. A need that is only starting is waited for, not blamed.
 */
export const lostNeedOf = (
  registry: NodeRegistry,
  node: ComponentNode,
): ComponentNode | OrchestratorNode | null => {
  const level = node.board.level();
  if (level === 'healthy' || node.blocked?.quarantined || node.missingSetting !== null) return null;
  const owner = registry.ownerOf(node);
  if (!isWanted(node, owner)) return null;
  if (level === 'unknown' && node.board.list().some(({ reason }) => reason === notProbedYet.reason))
    return null;
  if (node.lastFault !== null && isOwnFault(node.lastFault)) return null;
  for (const { id, required, watches } of [...node.spec.needs, ...owner.spec.needs]) {
    const need = required ? undefined : registry.find(id);
    if (need === undefined || isReady(registry, id)) continue;
    if (watches) {
      const isOn = need instanceof ComponentNode && isWanted(need, registry.ownerOf(need));
      if (isOn && isSeenBy(node, need)) return need;
      continue;
    }
    const isOff = need instanceof ComponentNode ? !isWanted(need, registry.ownerOf(need)) : !need.wanted;
    const isDown = isOff || need.blocked !== null || need.fault !== null || wasNeverSetUp(need);
    // Who runs and only cannot see what it looks at claims no failure of its own: any need that is down explains it.
    const explains = level === 'unknown' ? node.ready && isDown : isLossOf(node, need);
    if (explains) return need;
  }
  return null;
};

/**
 * Who waits for whom, from what a component or an orchestrator says it lacks back to itself: in such a circle everybody would
 * wait for ever. Null when the way ends elsewhere.
 */
export const circleThrough = (
  registry: NodeRegistry,
  node: ComponentNode | OrchestratorNode,
  lackedId: string,
): readonly (ComponentNode | OrchestratorNode)[] | null => {
  const members = new Set<ComponentNode | OrchestratorNode>();
  let next = registry.find(lackedId) ?? null;
  while (next !== null && !members.has(next)) {
    if (next === node || (next instanceof ComponentNode && next.spec.parent === node.id)) return [...members];
    members.add(next);
    next = blockerOf(registry, next);
  }
  return null;
};

/**
 * Whether one that says by itself what it lacks may wait for that: it is known, it is not there, it is no part of who waits,
 * and it does not wait for that in turn. Waiting for anything else would never end, or end at once and for ever again.
 */
export const mayWaitFor = (
  registry: NodeRegistry,
  node: ComponentNode | OrchestratorNode,
  id: string,
): boolean => {
  const lacked = registry.find(id);
  if (lacked === undefined || isReady(registry, id)) return false;
  if (node instanceof ComponentNode && node.spec.parent === lacked.id) return false;
  return circleThrough(registry, node, id) === null;
};

const isSettledId = (registry: NodeRegistry, id: string): boolean => {
  const node = registry.find(id);
  if (node === undefined) return true;
  return node.settled;
};

/** Whether an orchestrator's start, if there is one, has come to something. */
export const isOrchestratorSettled = (node: OrchestratorNode): boolean =>
  !node.wanted || node.blocked !== null || node.session === null;

/** Whether a component has come as far as it will by itself for now: it runs, or it waits for something or somebody. */
export const isSettled = (registry: NodeRegistry, node: ComponentNode): boolean => {
  if (node.ready) return true;
  if (node.blocked !== null || node.fault !== null || node.hung) return true;
  const obstacle = obstacleOf(registry, node);
  if (obstacle?.kind === 'need') return node.phase === 'down' && isSettledId(registry, obstacle.id);
  return obstacle !== null && node.phase === 'down';
};

/** Whether something that goes before it only if it can, may still come up by itself. */
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
