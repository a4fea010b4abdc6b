import { useMemo } from 'react';
import type { StageGraph } from '../../model/stage-graph.ts';
import type { Place, Places } from './stage-grid.ts';
import { absolutePlace } from './stage-layout.ts';
import { routeLine, type LineEnd, type Point } from './stage-routes.ts';

const LANES = 3;
const LANE_WIDTH = 4;

/** Returns the route of every line around the nodes between its ends. */
export const routeAll = (graph: StageGraph, places: Places): ReadonlyMap<string, readonly Point[]> => {
  const whole = new Map<string, Place>();
  const holders = new Set(graph.parents.values());
  const cards: Place[] = [];
  const groups: Place[] = [];
  for (const { id, kind } of graph.nodes) {
    const place = absolutePlace(graph, places, id);
    if (!place) continue;
    whole.set(id, place);
    if (kind === 'group' && holders.has(id)) groups.push(place);
    else cards.push(place);
  }
  const endOf = (id: string): LineEnd | null => {
    const card = whole.get(id);
    const parent = graph.parents.get(id);
    return card ? { card, group: parent ? (whole.get(parent) ?? null) : null } : null;
  };
  const lanes = new Map<string, number>();
  const routes = new Map<string, readonly Point[]>();
  for (const { id, source, target } of graph.edges) {
    const from = endOf(source);
    const to = endOf(target);
    if (!from || !to) continue;
    const lane = lanes.get(source) ?? lanes.size % LANES;
    lanes.set(source, lane);
    routes.set(id, routeLine(from, to, cards, lane * LANE_WIDTH, groups));
  }
  return routes;
};

/**
 * Returns the routes of all lines. Computes them again only for other lines or positions, never for a changed
 * rate.
 */
export const useRoutes = (graph: StageGraph, places: Places): ReadonlyMap<string, readonly Point[]> => {
  const lines = graph.edges.map(({ id }) => id).join('\n');
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => routeAll(graph, places), [lines, places]);
};
