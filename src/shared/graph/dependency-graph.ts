import { assertNever } from '../kernel/index.ts';

/**
 * A node and its dependencies (needs). A required need must run first; an optional need only starts first
 * when it can.
 */
export interface GraphNode {
  readonly id: string;
  readonly needs: readonly { readonly id: string; readonly required: boolean }[];
}

/** A reason why a set of nodes is not a valid graph. */
export type GraphProblem =
  | { readonly kind: 'blank-id' }
  | { readonly kind: 'duplicate-id'; readonly id: string }
  | { readonly kind: 'unknown-need'; readonly id: string; readonly need: string }
  /** The whole cycle; first and last node are the same: `a`, `b`, `a`. */
  | { readonly kind: 'cycle'; readonly path: readonly string[] };

/** A validated graph. The nodes of a wave may start at once; every need of a wave lies in an earlier one. */
export interface DependencyGraph {
  readonly ids: readonly string[];
  readonly waves: readonly (readonly string[])[];
  /** Returns the direct needs of a node, required or not. */
  needsOf(id: string): GraphNode['needs'];
  /** Returns the direct dependents of a node. */
  neededBy(id: string): readonly { readonly id: string; readonly required: boolean }[];
}

/**
 * Describes a problem in one sentence for people, with the whole path of a cycle.
 *
 * @example
 * ```ts
 * const { problems } = buildGraph([
 *   { id: 'chat', needs: [{ id: 'bot', required: true }] },
 *   { id: 'bot', needs: [{ id: 'chat', required: true }] },
 * ]);
 * problems.map(describeGraphProblem);
 * // => ['Components depend on each other in a circle: chat → bot → chat']
 * ```
 */
export const describeGraphProblem = (problem: GraphProblem): string => {
  switch (problem.kind) {
    case 'blank-id':
      return 'A component has a blank id';
    case 'duplicate-id':
      return `Two components have the id "${problem.id}"`;
    case 'unknown-need':
      return `"${problem.id}" needs "${problem.need}", which does not exist`;
    case 'cycle':
      return `Components depend on each other in a circle: ${problem.path.join(' → ')}`;
    default:
      return assertNever(problem);
  }
};

/** The same graph in numbers: a node is its position, and the needs of all nodes lie in one array. */
type Indexed = {
  readonly nodes: readonly GraphNode[];
  /** Index in `targets` where the needs of each node start; they end where the next node's needs start. */
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
  readonly problems: readonly GraphProblem[];
};

/** Returns an element that is known to exist. */
const at = (numbers: Uint32Array, index: number): number => numbers[index] ?? 0;

const indexNodes = (nodes: readonly GraphNode[]): Indexed => {
  const problems: GraphProblem[] = [];
  const positions = new Map<string, number>();
  let needCount = 0;
  nodes.forEach((node, position) => {
    if (node.id.trim() === '') problems.push({ kind: 'blank-id' });
    else if (positions.has(node.id)) problems.push({ kind: 'duplicate-id', id: node.id });
    else positions.set(node.id, position);
    needCount += node.needs.length;
  });
  const starts = new Uint32Array(nodes.length + 1);
  const targets = new Uint32Array(needCount);
  let end = 0;
  nodes.forEach((node, position) => {
    for (const need of node.needs) {
      const target = positions.get(need.id);
      if (target === undefined) problems.push({ kind: 'unknown-need', id: node.id, need: need.id });
      else targets[end++] = target;
    }
    starts[position + 1] = end;
  });
  return { nodes, starts, targets, problems };
};

/** Builds the reverse index: the dependents of each node. */
const reverse = ({ nodes, starts, targets }: Indexed): Pick<Indexed, 'starts' | 'targets'> => {
  const reverseStarts = new Uint32Array(nodes.length + 1);
  for (const target of targets) reverseStarts[target + 1] = at(reverseStarts, target + 1) + 1;
  for (let position = 0; position < nodes.length; position++)
    reverseStarts[position + 1] = at(reverseStarts, position + 1) + at(reverseStarts, position);
  const next = reverseStarts.slice();
  const sources = new Uint32Array(targets.length);
  for (let position = 0; position < nodes.length; position++) {
    for (let need = at(starts, position); need < at(starts, position + 1); need++) {
      const target = at(targets, need);
      const free = at(next, target);
      sources[free] = position;
      next[target] = free + 1;
    }
  }
  return { starts: reverseStarts, targets: sources };
};

/** Follows needs from a node that is known to reach a cycle, until a node repeats. */
const cycleFrom = (
  start: number,
  { nodes, starts, targets }: Indexed,
  unresolved: Uint32Array,
): readonly string[] => {
  const path: number[] = [];
  const seenAt = new Map<number, number>();
  let current = start;
  while (!seenAt.has(current)) {
    seenAt.set(current, path.length);
    path.push(current);
    // A node left over by the sort has at least one need that is left over too.
    current =
      targets
        .subarray(at(starts, current), at(starts, current + 1))
        .find((need) => at(unresolved, need) > 0) ?? current;
  }
  const circle = path.slice(seenAt.get(current));
  return [...circle, current].map((position) => nodes[position]?.id ?? '');
};

/**
 * Computes the wave of each node: its longest path to a node without needs. `sorted` lacks nodes when there
 * is a cycle.
 */
const sortIntoWaves = (indexed: Indexed) => {
  const count = indexed.nodes.length;
  const dependents = reverse(indexed);
  const waveOf = new Uint32Array(count);
  const unresolved = new Uint32Array(count);
  const order = new Uint32Array(count);
  let sorted = 0;
  for (let position = 0; position < count; position++) {
    const needs = at(indexed.starts, position + 1) - at(indexed.starts, position);
    unresolved[position] = needs;
    if (needs === 0) order[sorted++] = position;
  }
  for (let done = 0; done < sorted; done++) {
    const position = at(order, done);
    const wave = at(waveOf, position) + 1;
    for (let edge = at(dependents.starts, position); edge < at(dependents.starts, position + 1); edge++) {
      const dependent = at(dependents.targets, edge);
      const left = at(unresolved, dependent) - 1;
      unresolved[dependent] = left;
      if (at(waveOf, dependent) < wave) waveOf[dependent] = wave;
      if (left === 0) order[sorted++] = dependent;
    }
  }
  return { sorted, waveOf, unresolved };
};

/**
 * Sorts nodes into waves, or returns every problem with them. Linear in nodes and needs.
 *
 * @example
 * ```ts
 * const { graph } = buildGraph([
 *   { id: 'overlay', needs: [{ id: 'scenes', required: false }] },
 *   { id: 'scenes', needs: [{ id: 'obs', required: true }] },
 *   { id: 'obs', needs: [] },
 *   { id: 'chat', needs: [] },
 * ]);
 * graph?.waves; // => [['obs', 'chat'], ['scenes'], ['overlay']]
 * ```
 */
export const buildGraph = (
  input: readonly GraphNode[],
):
  | { readonly graph: DependencyGraph; readonly problems: readonly [] }
  | { readonly graph: null; readonly problems: readonly GraphProblem[] } => {
  const indexed = indexNodes(input);
  if (indexed.problems.length > 0) return { graph: null, problems: indexed.problems };

  const { nodes } = indexed;
  const { sorted, waveOf, unresolved } = sortIntoWaves(indexed);
  if (sorted < nodes.length) {
    const start = unresolved.findIndex((count) => count > 0);
    return { graph: null, problems: [{ kind: 'cycle', path: cycleFrom(start, indexed, unresolved) }] };
  }
  const waves: string[][] = [];
  nodes.forEach(({ id }, position) => (waves[at(waveOf, position)] ??= []).push(id));
  return { graph: { ids: nodes.map(({ id }) => id), waves, ...createLookup(nodes) }, problems: [] };
};

type Neighbour = { readonly id: string; readonly required: boolean };

/** Looks up neighbours by id. Built at the first call, because most graphs are only sorted. */
const createLookup = (nodes: readonly GraphNode[]): Pick<DependencyGraph, 'needsOf' | 'neededBy'> => {
  let needs: Map<string, GraphNode['needs']> | undefined;
  let dependents: Map<string, Neighbour[]> | undefined;
  const indexDependents = (): Map<string, Neighbour[]> => {
    const index = new Map<string, Neighbour[]>();
    for (const node of nodes) {
      for (const need of node.needs) {
        const entry = { id: node.id, required: need.required };
        const known = index.get(need.id);
        if (known) known.push(entry);
        else index.set(need.id, [entry]);
      }
    }
    return index;
  };
  return {
    needsOf: (id) => (needs ??= new Map(nodes.map((node) => [node.id, node.needs]))).get(id) ?? [],
    neededBy: (id) => (dependents ??= indexDependents()).get(id) ?? [],
  };
};
