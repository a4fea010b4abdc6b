import type { ComponentView, GraphEdge } from '#shared/model/index.ts';

/** A node of the Stage: a platform, an orchestrator with its components, or a component. */
export interface StageNode {
  readonly id: string;
  readonly kind: 'world' | 'group' | 'card';
  /** The node's group; null for a top-level node. */
  readonly parent: string | null;
}

/**
 * A line between two nodes, in the direction of the data. Several relations between the same two nodes share
 * one line.
 */
export interface StageEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly relation: 'connects' | 'requires' | 'uses' | 'events';
  /** Events per second along the line; null when it carries none. */
  readonly rate: number | null;
}

export interface StageGraph {
  readonly nodes: readonly StageNode[];
  /** The group of each node; null for a top-level node. */
  readonly parents: ReadonlyMap<string, string | null>;
  readonly edges: readonly StageEdge[];
}

const strength: readonly StageEdge['relation'][] = ['events', 'uses', 'requires', 'connects'];

const stronger = (left: StageEdge['relation'], right: StageEdge['relation']): StageEdge['relation'] =>
  strength.indexOf(left) >= strength.indexOf(right) ? left : right;

const worldPrefix = 'world:';

export const worldId = (platform: string): string => `${worldPrefix}${platform}`;

/** Returns the platform that a node stands for; null for a node inside the program. */
export const platformOfWorld = (id: string): string | null =>
  id.startsWith(worldPrefix) ? id.slice(worldPrefix.length) : null;

const nodesOf = (components: readonly ComponentView[]): StageNode[] => {
  const ids = new Set(components.map((component) => component.id));
  const platforms = [
    ...new Set(components.flatMap(({ kind, platform }) => (kind === 'bridge' && platform ? [platform] : []))),
  ];
  return [
    ...platforms.map((platform): StageNode => ({ id: worldId(platform), kind: 'world', parent: null })),
    ...components.map(({ id, kind, parent }): StageNode => ({
      id,
      kind: kind === 'orchestrator' ? 'group' : 'card',
      parent: parent !== null && ids.has(parent) ? parent : null,
    })),
  ];
};

/**
 * Returns the graph that the Stage draws. Leaves out lines between an orchestrator and its components, which
 * are inside it.
 */
export const buildStageGraph = (
  components: readonly ComponentView[],
  edges: readonly GraphEdge[],
): StageGraph => {
  const nodes = nodesOf(components);
  const parents = new Map(nodes.map((node) => [node.id, node.parent]));
  const lines = new Map<string, StageEdge>();
  const draw = (
    source: string,
    target: string,
    relation: StageEdge['relation'],
    rate: number | null,
  ): void => {
    if (source === target || !parents.has(source) || !parents.has(target)) return;
    if (parents.get(source) === target || parents.get(target) === source) return;
    const id = `${source} → ${target}`;
    const known = lines.get(id);
    lines.set(id, {
      id,
      source,
      target,
      relation: known ? stronger(known.relation, relation) : relation,
      rate: known && known.rate !== null ? known.rate + (rate ?? 0) : rate,
    });
  };
  for (const { id, kind, platform } of components) {
    if (kind === 'bridge' && platform) draw(worldId(platform), id, 'connects', null);
  }
  for (const { from, to, kind, rate } of edges) {
    // A dependency is to the left of its dependents.
    if (kind === 'events') draw(from, to, 'events', rate);
    else draw(to, from, kind, null);
  }
  return { nodes, parents, edges: [...lines.values()] };
};

/** Returns a key that is the same for graphs with the same layout, whatever their states and rates are. */
export const structureOf = (graph: StageGraph): string =>
  [
    ...graph.nodes.map((node) => `${node.kind} ${node.id} ${node.parent ?? ''}`),
    ...graph.edges.flatMap(({ id, relation }) => (relation === 'events' ? [] : [id])),
  ].join('\n');

/** Returns the group of a node, or the node itself. */
export const ownerOf = (graph: StageGraph, id: string): string => graph.parents.get(id) ?? id;

/** True for an event line without events at the moment. */
export const isQuiet = ({ relation, rate }: StageEdge): boolean =>
  relation === 'events' && (rate === null || rate === 0);

/** Returns the left and right neighbours of a node, in drawing order. */
export const neighboursOf = (graph: StageGraph, id: string): { before: string[]; after: string[] } => {
  const lines = graph.edges.filter((edge) => !isQuiet(edge));
  return {
    before: lines.flatMap(({ source, target }) => (target === id ? [source] : [])),
    after: lines.flatMap(({ source, target }) => (source === id ? [target] : [])),
  };
};
