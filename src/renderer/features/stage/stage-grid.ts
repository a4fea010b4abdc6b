import type { StageNode } from '../../model/stage-graph.ts';

/** The position and size of a node, in the graph's own pixels. */
export interface Place {
  /** Relative to the node's group. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export type Places = ReadonlyMap<string, Place>;

/** A cell of a group's grid, counted from the top left. */
export interface Cell {
  readonly column: number;
  readonly row: number;
}

export const CARD = { width: 248, height: 100 } as const;
export const WORLD = { width: 104, height: 48 } as const;
export const GAP = { column: 40, row: 20, group: 32 } as const;
/** The height of a group's header. The free space around its cards is `PADDING`. */
export const HEADER = 52;
export const PADDING = 16;
const EMPTY_GROUP_HEIGHT = 84;

const STEP = { x: CARD.width + GAP.column, y: CARD.height + GAP.row } as const;

/** The height of a row, by which a group grows. */
export const ROW_STEP = STEP.y;

export const placeOfCell = ({ column, row }: Cell): Place => ({
  x: PADDING + column * STEP.x,
  y: HEADER + row * STEP.y,
  ...CARD,
});

export const cellOfPlace = ({ x, y }: Place): Cell => ({
  column: Math.max(0, Math.round((x - PADDING) / STEP.x)),
  row: Math.max(0, Math.round((y - HEADER) / STEP.y)),
});

const extent = (cells: Iterable<Cell>): { columns: number; rows: number } => {
  let columns = 0;
  let rows = 0;
  for (const { column, row } of cells) {
    columns = Math.max(columns, column + 1);
    rows = Math.max(rows, row + 1);
  }
  return { columns, rows };
};

/** Returns the size of a component outside a group, or of a group with its cards. */
export const sizeOf = (
  node: StageNode,
  cells: ReadonlyMap<string, Cell>,
): { width: number; height: number } => {
  if (node.kind !== 'group') return CARD;
  const { columns, rows } = extent(cells.values());
  const width = 2 * PADDING + Math.max(1, columns) * STEP.x - GAP.column;
  return { width, height: rows === 0 ? EMPTY_GROUP_HEIGHT : HEADER + rows * STEP.y - GAP.row + PADDING };
};

/** Returns the number of cards that fit side by side into a group of a width. */
export const columnsIn = (width: number): number =>
  Math.max(1, Math.floor((width - 2 * PADDING + GAP.column) / STEP.x));

export const gridExtent = extent;
