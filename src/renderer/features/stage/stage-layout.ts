import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { StageGraph, StageNode } from '../../data/stage-graph.ts';

export interface Place {
  /** Relative to the group it stands in. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export type Places = ReadonlyMap<string, Place>;

/** Finds a place for everything. The same graph always gets the same places. */
export interface LayoutEngine {
  layout(graph: StageGraph): Promise<Places>;
}

export const CARD = { width: 248, height: 100 } as const;
const WORLD = { width: 120, height: 48 } as const;
const GROUP_HEADER = 48;
const EMPTY_GROUP = { width: 248, height: 84 } as const;

// Groups do not inherit these, so both are told.
const spacing = {
  // Leftmost wherever possible: everything that touches the outside stands in one column.
  'elk.layered.layering.strategy': 'LONGEST_PATH_SOURCE',
  'elk.layered.spacing.nodeNodeBetweenLayers': '56',
  'elk.layered.spacing.edgeNodeBetweenLayers': '24',
  'elk.spacing.nodeNode': '20',
};
const rootOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.randomSeed': '1',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  ...spacing,
  'elk.spacing.componentComponent': '32',
  'elk.aspectRatio': '1.6',
};
const groupOptions = {
  ...spacing,
  'elk.padding': `[top=${GROUP_HEADER + 4},left=16,bottom=16,right=16]`,
};

/** The graph as ELK reads it. */
export const toElk = (graph: StageGraph): ElkNode => {
  const childrenOf = (parent: string | null): ElkNode[] =>
    graph.nodes.filter((node) => node.parent === parent).map(toNode);
  const toNode = (node: StageNode): ElkNode => {
    if (node.kind === 'world') return { id: node.id, ...WORLD };
    if (node.kind === 'card') return { id: node.id, ...CARD };
    const children = childrenOf(node.id);
    return children.length === 0
      ? { id: node.id, ...EMPTY_GROUP }
      : { id: node.id, children, layoutOptions: groupOptions };
  };
  const edges = graph.edges.map(({ id, source, target }): ElkExtendedEdge => ({
    id,
    sources: [source],
    targets: [target],
  }));
  return { id: 'stage', layoutOptions: rootOptions, children: childrenOf(null), edges };
};

/** ELK's answer as places. */
export const fromElk = (root: ElkNode): Places => {
  const places = new Map<string, Place>();
  const visit = (node: ElkNode): void => {
    for (const child of node.children ?? []) {
      const { id, x = 0, y = 0, width = CARD.width, height = CARD.height } = child;
      places.set(id, {
        x: Math.round(x),
        y: Math.round(y),
        width: Math.round(width),
        height: Math.round(height),
      });
      visit(child);
    }
  };
  visit(root);
  return places;
};

/** Where a node stands on the whole Stage, its group's place added. */
export const absolutePlace = (graph: StageGraph, places: Places, id: string): Place | undefined => {
  const place = places.get(id);
  const parent = graph.nodes.find((node) => node.id === id)?.parent;
  const around = parent === null || parent === undefined ? undefined : places.get(parent);
  return place && around ? { ...place, x: place.x + around.x, y: place.y + around.y } : place;
};
