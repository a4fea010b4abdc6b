import { ownerOf, type StageGraph, type StageNode } from '../../model/stage-graph.ts';
import { fillCells } from './stage-cells.ts';
import {
  cellOfPlace,
  GAP,
  HEADER,
  placeOfCell,
  ROW_STEP,
  sizeOf,
  WORLD,
  type Cell,
  type Place,
  type Places,
} from './stage-grid.ts';

/** A top-level node of the Stage: a group with its cards, or a component outside a group. */
interface Root {
  readonly node: StageNode;
  readonly cells: ReadonlyMap<string, Cell>;
  /** Space for platform nodes, to the left of groups with bridges. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
  x: number;
  y: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const boxOf = ({ x, y, left, width, height }: Root): Box => ({ x: x - left, y, width: left + width, height });

const tooClose = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width + GAP.group &&
  other.x < one.x + one.width + GAP.group &&
  one.y < other.y + other.height + GAP.group &&
  other.y < one.y + one.height + GAP.group;

const isFree = (box: Box, among: readonly Root[]): boolean =>
  among.every((other) => !tooClose(box, boxOf(other)));

const membersOf = (graph: StageGraph, id: string): string[] =>
  graph.nodes.flatMap((node) => (node.parent === id ? [node.id] : []));

const holdsBridges = (graph: StageGraph, ids: readonly string[]): boolean =>
  graph.edges.some(({ relation, target }) => relation === 'connects' && ids.includes(target));

const rootFor = (graph: StageGraph, node: StageNode, known: Places, width: number): Root => {
  const members = membersOf(graph, node.id);
  const left = holdsBridges(graph, [node.id, ...members]) ? WORLD.width + GAP.group : 0;
  const remembered = new Map<string, Cell>();
  for (const id of members) {
    const place = known.get(id);
    if (place) remembered.set(id, cellOfPlace(place));
  }
  const cells = fillCells(graph, members, remembered, width - left);
  return { node, cells, left, ...sizeOf(node, cells), x: left, y: 0 };
};

/** Returns the lines that enter a root from another one, with the cards at their ends. */
const linesInto = (graph: StageGraph, id: string) =>
  graph.edges.filter(
    ({ source, target, relation }) =>
      (relation === 'requires' || relation === 'uses') &&
      ownerOf(graph, target) === id &&
      ownerOf(graph, source) !== id,
  );

/** Returns the distance from a root's top to the middle of a card, or to the root's own middle. */
const middleWithin = (root: Root, id: string): number => {
  const cell = root.cells.get(id);
  if (!cell) return root.height / 2;
  const { y, height } = placeOfCell(cell);
  return y + height / 2;
};

/**
 * Returns a position to the right of a new root's dependencies, at their height so that the line is straight;
 * null when there is no room.
 */
const besideItsNeeds = (
  graph: StageGraph,
  root: Root,
  placed: readonly Root[],
  width: number,
): { x: number; y: number } | null => {
  const lines = linesInto(graph, root.node.id);
  // Lines to cards first: they fix the height better than lines to the group around them.
  const toCards = lines.filter(({ target }) => root.cells.has(target));
  for (const { source, target } of [...toCards, ...lines]) {
    const owner = ownerOf(graph, source);
    const from = placed.find(({ node, left }) => node.id === owner && left > 0);
    if (!from) continue;
    const x = from.x + from.width + GAP.group + root.left;
    const y = from.y + middleWithin(from, source) - middleWithin(root, target);
    const spots = [y, from.y, from.y + from.height - root.height].map((top) => ({ x, y: top }));
    const spot = spots.find((at) => at.x + root.width <= width && isFree(boxOf({ ...root, ...at }), placed));
    if (spot) return spot;
  }
  return null;
};

/** Returns the highest free position, the leftmost one among equals. */
const firstSpot = (root: Root, placed: readonly Root[], width: number): { x: number; y: number } => {
  const boxes = placed.map(boxOf);
  const spots = [
    { x: 0, y: 0 },
    ...boxes.flatMap((box) => [
      { x: box.x + box.width + GAP.group, y: box.y },
      { x: 0, y: box.y + box.height + GAP.group },
      { x: box.x, y: box.y + box.height + GAP.group },
    ]),
  ].map(({ x, y }) => ({ x: x + root.left, y }));
  const free = spots.filter(
    (at) => (at.x + root.width <= width || at.x === root.left) && isFree(boxOf({ ...root, ...at }), placed),
  );
  free.sort((one, other) => one.y - other.y || one.x - other.x);
  const lowest = Math.max(0, ...boxes.map((box) => box.y + box.height + GAP.group));
  return free[0] ?? { x: root.left, y: lowest };
};

// Existing cards keep their height on the Stage while the group's top rises; new rows go on top.
const grownUpwards = (root: Root, before: Place): Root => {
  const rows = Math.round((root.height - before.height) / ROW_STEP);
  const oldRows = Math.round((before.height - HEADER) / ROW_STEP);
  const shift = ({ column, row }: Cell): Cell => ({
    column,
    row: row < oldRows ? row + rows : row - oldRows,
  });
  return {
    ...root,
    y: before.y - rows * ROW_STEP,
    cells: new Map([...root.cells].map(([id, cell]) => [id, shift(cell)])),
  };
};

/** Moves the roots that a grown group overlaps, and the roots that those then overlap, just far enough. */
const makeWay = (grown: Root, before: Place, others: readonly Root[]): void => {
  const settled: Root[] = [grown];
  for (const other of [...others].sort((one, two) => one.y - two.y || one.x - two.x)) {
    for (const by of settled) {
      if (!tooClose(boxOf(by), boxOf(other))) continue;
      if (by === grown && other.x - other.left >= before.x + before.width)
        other.x = by.x + by.width + GAP.group + other.left;
      else other.y = by.y + by.height + GAP.group;
    }
    settled.push(other);
  }
};

/**
 * Restores the stored positions. A group that grew extends downwards, or upwards when something is below it.
 * Other roots move only when neither direction has room.
 */
const putBack = (roots: readonly Root[], known: Places): Root[] => {
  const back = roots.flatMap((root): Root[] => {
    const before = known.get(root.node.id);
    return before ? [{ ...root, x: before.x, y: before.y }] : [];
  });
  for (const [index, root] of back.entries()) {
    const before = known.get(root.node.id);
    if (!before || (root.height <= before.height && root.width <= before.width)) continue;
    const others = back.filter((other) => other !== root);
    if (isFree(boxOf(root), others)) continue;
    const upwards = grownUpwards(root, before);
    if (isFree(boxOf(upwards), others)) back[index] = upwards;
    else makeWay(root, before, others);
  }
  return back;
};

const placeWorlds = (graph: StageGraph, roots: readonly Root[], places: Map<string, Place>): void => {
  const below = new Map<number, number>();
  for (const world of graph.nodes.filter(({ kind }) => kind === 'world')) {
    const spots = graph.edges.flatMap(({ source, target }) => {
      const root =
        source === world.id ? roots.find(({ node }) => node.id === ownerOf(graph, target)) : undefined;
      return root ? [{ x: root.x, middle: root.y + middleWithin(root, target) }] : [];
    });
    const first = spots[0];
    if (!first) continue;
    const middle = spots.reduce((sum, spot) => sum + spot.middle, 0) / spots.length;
    const x = first.x - GAP.group - WORLD.width;
    const y = Math.max(Math.round(middle - WORLD.height / 2), below.get(x) ?? -Infinity);
    below.set(x, y + WORLD.height + GAP.row);
    places.set(world.id, { x, y, ...WORLD });
  }
};

/**
 * Computes all positions: platforms, bridges and their dependents from left to right, unconnected components
 * below. Nodes in `known` keep their positions, so a new node moves only the nodes in its way. The same input
 * always gets the same result. `width` is the largest width of the graph, in its own pixels.
 */
export const arrange = (graph: StageGraph, known: Places, width: number): Places => {
  const roots = graph.nodes
    .filter(({ kind, parent }) => kind !== 'world' && parent === null)
    .map((node) => rootFor(graph, node, known, width));
  const placed = putBack(roots, known);
  const place = (root: Root, spot: { x: number; y: number }): void => void placed.push({ ...root, ...spot });
  const waiting = new Set(roots.filter(({ node }) => !known.has(node.id)));
  for (const root of waiting) {
    if (root.left === 0) continue;
    place(root, firstSpot(root, placed, width));
    waiting.delete(root);
  }
  for (const root of waiting) {
    const spot = besideItsNeeds(graph, root, placed, width);
    if (!spot) continue;
    place(root, spot);
    waiting.delete(root);
  }
  // Roots without dependencies first, so that the lines run to the right.
  const rest = [...waiting].sort(
    (one, other) => linesInto(graph, one.node.id).length - linesInto(graph, other.node.id).length,
  );
  for (const root of rest) place(root, firstSpot(root, placed, width));

  const places = new Map<string, Place>();
  for (const { node, cells, x, y, width: across, height } of placed) {
    places.set(node.id, { x, y, width: across, height });
    for (const [id, cell] of cells) places.set(id, placeOfCell(cell));
  }
  placeWorlds(graph, placed, places);
  return places;
};

/**
 * Returns the nodes in reading order, which is also the Tab order: groups from the top, each followed by its
 * cards column by column.
 */
export const inReadingOrder = (graph: StageGraph, places: Places): readonly StageNode[] => {
  const at = (id: string): Place => places.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const roots = graph.nodes
    .filter(({ parent }) => parent === null)
    .sort((one, other) => at(one.id).y - at(other.id).y || at(one.id).x - at(other.id).x);
  return roots.flatMap((root) => [
    root,
    ...graph.nodes
      .filter(({ parent }) => parent === root.id)
      .sort((one, other) => at(one.id).x - at(other.id).x || at(one.id).y - at(other.id).y),
  ]);
};

/** Returns a node's position on the whole Stage, including its group's position. */
export const absolutePlace = (graph: StageGraph, places: Places, id: string): Place | undefined => {
  const place = places.get(id);
  const parent = graph.parents.get(id);
  const around = parent === null || parent === undefined ? undefined : places.get(parent);
  return place && around ? { ...place, x: place.x + around.x, y: place.y + around.y } : place;
};
