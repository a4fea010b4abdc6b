import { assertNever } from '../kernel/index.ts';

/** One thing and what it needs. A required need must run before it may; an optional one only goes first when it can. */
export interface GraphNode {
  readonly id: string;
  readonly needs: readonly { readonly id: string; readonly required: boolean }[];
}

/** Why a set of nodes is no graph that can be started. */
export type GraphProblem =
  | { readonly kind: 'blank-id' }
  | { readonly kind: 'duplicate-id'; readonly id: string }
  | { readonly kind: 'unknown-need'; readonly id: string; readonly need: string }
  /** The whole path, first and last the same: `a`, `b`, `a`. */
  | { readonly kind: 'cycle'; readonly path: readonly string[] };

/** A graph that was checked. Waves hold what may start at once; every need of a wave lies in an earlier one. */
export interface DependencyGraph {
  readonly ids: readonly string[];
  readonly waves: readonly (readonly string[])[];
  /** What a node needs itself, required or not. */
  needsOf(id: string): GraphNode['needs'];
  /** Who needs a node itself. */
  neededBy(id: string): readonly { readonly id: string; readonly required: boolean }[];
}

/** One sentence for a person, with the whole path where there is one. */
export const describeGraphProblem = (problem: GraphProblem): string => {
  switch (problem.kind) {
    case 'blank-id':
      return 'A component has a blank id';
    case 'duplicate-id':
      return `Two components have the id "${problem.id}"`;
    case 'unknown-need':
      return `"${problem.id}" needs "${problem.need}", which does not exist`;
    case 'cycle':
      return `Components need each other in a circle: ${problem.path.join(' → ')}`;
    default:
      return assertNever(problem);
  }
};

type Indexed = {
  readonly nodes: readonly GraphNode[];
  readonly needs: readonly (readonly number[])[];
  readonly problems: readonly GraphProblem[];
};

const indexNodes = (nodes: readonly GraphNode[]): Indexed => {
  const problems: GraphProblem[] = [];
  const positions = new Map<string, number>();
  nodes.forEach((node, position) => {
    if (node.id.trim() === '') problems.push({ kind: 'blank-id' });
    else if (positions.has(node.id)) problems.push({ kind: 'duplicate-id', id: node.id });
    else positions.set(node.id, position);
  });
  const needs = nodes.map((node) => {
    const found: number[] = [];
    for (const need of node.needs) {
      const position = positions.get(need.id);
      if (position === undefined) problems.push({ kind: 'unknown-need', id: node.id, need: need.id });
      else found.push(position);
    }
    return found;
  });
  return { nodes, needs, problems };
};

/** Follows needs from a node that is known to be on or above a circle until a node comes twice. */
const cycleFrom = (start: number, { nodes, needs }: Indexed, unresolved: Uint32Array): readonly string[] => {
  const path: number[] = [];
  const seenAt = new Map<number, number>();
  let current = start;
  while (!seenAt.has(current)) {
    seenAt.set(current, path.length);
    path.push(current);
    // A node left over by the sort has at least one need that is left over as well.
    current = needs[current]?.find((need) => (unresolved[need] ?? 0) > 0) ?? current;
  }
  const circle = path.slice(seenAt.get(current));
  return [...circle, current].map((position) => nodes[position]?.id ?? '');
};

/** Sorts nodes into waves, or says everything that is wrong with them. Linear in nodes and needs. */
export const buildGraph = (
  input: readonly GraphNode[],
):
  | { readonly graph: DependencyGraph; readonly problems: readonly [] }
  | { readonly graph: null; readonly problems: readonly GraphProblem[] } => {
  const indexed = indexNodes(input);
  if (indexed.problems.length > 0) return { graph: null, problems: indexed.problems };

  const { nodes, needs } = indexed;
  const unresolved = new Uint32Array(nodes.length);
  const dependents: number[][] = nodes.map(() => []);
  needs.forEach((positions, position) => {
    unresolved[position] = positions.length;
    for (const need of positions) dependents[need]?.push(position);
  });

  const waves: string[][] = [];
  let sorted = 0;
  let wave = nodes.map((_, position) => position).filter((position) => unresolved[position] === 0);
  while (wave.length > 0) {
    waves.push(wave.map((position) => nodes[position]?.id ?? ''));
    sorted += wave.length;
    const following: number[] = [];
    for (const position of wave) {
      for (const dependent of dependents[position] ?? []) {
        const left = (unresolved[dependent] ?? 0) - 1;
        unresolved[dependent] = left;
        if (left === 0) following.push(dependent);
      }
    }
    wave = following.sort((left, right) => left - right);
  }
  if (sorted < nodes.length) {
    const start = unresolved.findIndex((count) => count > 0);
    return { graph: null, problems: [{ kind: 'cycle', path: cycleFrom(start, indexed, unresolved) }] };
  }

  const byId = new Map(nodes.map((node) => [node.id, node]));
  const reverse = new Map<string, { id: string; required: boolean }[]>();
  for (const node of nodes) {
    for (const need of node.needs) {
      const entry = { id: node.id, required: need.required };
      const known = reverse.get(need.id);
      if (known) known.push(entry);
      else reverse.set(need.id, [entry]);
    }
  }
  return {
    graph: {
      ids: nodes.map((node) => node.id),
      waves,
      needsOf: (id) => byId.get(id)?.needs ?? [],
      neededBy: (id) => reverse.get(id) ?? [],
    },
    problems: [],
  };
};
