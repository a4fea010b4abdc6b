import type { ComponentNode } from './component-node.ts';
import { isDesired, obstacleOf } from './readiness.ts';
import type { NodeRegistry } from './registry.ts';

/** The effects of a settings change on components. */
export interface PlannedChange {
  /** Components that it restarts or retries. */
  readonly restarted: readonly ComponentNode[];
  /** Components that it switches off. */
  readonly switchedOff: readonly ComponentNode[];
}

/**
 * Returns true when a restart starts a new life: a component that is not desired or is blocked otherwise
 * stays down.
 */
const isRestarted = (registry: NodeRegistry, node: ComponentNode): boolean => {
  const obstacle = obstacleOf(registry, node);
  if (node.phase !== 'down') return obstacle === null;
  const { blocked } = registry.ownerOf(node);
  if (node.hung || (node.blocked ?? blocked) === null) return false;
  // A rolled-back start is retried as a whole.
  return obstacle === null || (obstacle.kind === 'rolled-back' && blocked !== null);
};

/** Returns the components that require this one. */
const requiringIt = (registry: NodeRegistry, node: ComponentNode): readonly ComponentNode[] =>
  requiringAny(registry, node, [node.id]);

/** Returns the components that require this one, or an orchestrator in which this one is essential. */
const requiring = (registry: NodeRegistry, node: ComponentNode): readonly ComponentNode[] =>
  requiringAny(registry, node, node.spec.essential ? [node.id, node.spec.parent] : [node.id]);

const requiringAny = (
  registry: NodeRegistry,
  node: ComponentNode,
  ids: readonly string[],
): readonly ComponentNode[] =>
  [...registry.dependentsOf(node)].filter((dependent) =>
    [...dependent.spec.needs, ...registry.ownerOf(dependent).spec.needs].some(
      ({ id, required }) => required && ids.includes(id),
    ),
  );

/** Adds everything reachable to the start set. */
const reach = (
  start: readonly ComponentNode[],
  next: (node: ComponentNode) => readonly ComponentNode[],
): ReadonlySet<ComponentNode> => {
  const reached = new Set(start);
  // Iterating a set includes elements that are added during the iteration.
  for (const node of reached) for (const each of next(node)) reached.add(each);
  return reached;
};

/**
 * Returns the components that start a new life because of a change: restarted components that run or wait for
 * a retry or a person, and running components that require one of them. Leaves out dependents of a component
 * that the change switches off.
 */
export const newLivesOf = (
  registry: NodeRegistry,
  { restarted, switchedOff }: PlannedChange,
): readonly ComponentNode[] => {
  const off = new Set(switchedOff);
  // An orchestrator misses nothing when one of its components is switched off.
  const dark = reach(switchedOff, (node) =>
    off.has(node) ? requiringIt(registry, node) : requiring(registry, node),
  );
  const lit = (nodes: readonly ComponentNode[]): readonly ComponentNode[] =>
    nodes.filter((node) => !dark.has(node));
  const alongWith = (node: ComponentNode): readonly ComponentNode[] => {
    const owner = registry.ownerOf(node);
    return [
      ...(owner.blocked === null ? [] : [...owner.children].filter((child) => isDesired(child, owner))),
      ...requiring(registry, node).filter(
        (dependent) => dependent.phase !== 'down' && obstacleOf(registry, dependent) === null,
      ),
    ];
  };
  return [
    ...reach(lit(restarted.filter((node) => isRestarted(registry, node))), (node) => lit(alongWith(node))),
  ];
};
