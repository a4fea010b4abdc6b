import type { ComponentView, GraphEdge } from '#shared/model/index.ts';

/** A thing on the Stage: a place outside, an orchestrator that holds its parts, or a part. */
export interface StageNode {
  readonly id: string;
  readonly kind: 'world' | 'group' | 'card';
  /** The group it stands in. */
  readonly parent: string | null;
}

/** How two things hang together; several relations between the same two are one line. Points the way that data goes. */
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
  /** The group of each node; null for one that stands by itself. */
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

/** What the Stage draws. Lines between an orchestrator and its own parts are left out: standing inside says it. */
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
    // What is needed stands left of what needs it.
    if (kind === 'events') draw(from, to, 'events', rate);
    else draw(to, from, kind, null);
  }
  return { nodes, parents, edges: [...lines.values()] };
};

/** The same for graphs that are laid out alike, whatever their states and rates are. */
export const structureOf = (graph: StageGraph): string =>
  [
    ...graph.nodes.map((node) => `${node.kind} ${node.id} ${node.parent ?? ''}`),
    ...graph.edges.flatMap(({ id, relation }) => (relation === 'events' ? [] : [id])),
  ].join('\n');

/** The group that a node stands in, or the node itself. */
export const ownerOf = (graph: StageGraph, id: string): string => graph.parents.get(id) ?? id;

/** Whether a line only says that events could go that way; none does now. */
export const isQuiet = ({ relation, rate }: StageEdge): boolean =>
  relation === 'events' && (rate === null || rate === 0);

/** Left and right neighbours of each node, in the order in which they are drawn. */
export const neighboursOf = (graph: StageGraph, id: string): { before: string[]; after: string[] } => {
  const lines = graph.edges.filter((edge) => !isQuiet(edge));
  return {
    before: lines.flatMap(({ source, target }) => (target === id ? [source] : [])),
    after: lines.flatMap(({ source, target }) => (source === id ? [target] : [])),
  };
};
