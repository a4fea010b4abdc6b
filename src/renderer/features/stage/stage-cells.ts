import type { StageGraph } from '../../model/stage-graph.ts';
import { columnsIn, gridExtent, type Cell } from './stage-grid.ts';

const flows = (relation: string): boolean => relation === 'requires' || relation === 'uses';

/**
 * Returns the lines within a group that order its columns. Event lines order nothing, as they come and go.
 */
const linesWithin = (graph: StageGraph, members: ReadonlySet<string>) =>
  graph.edges.filter(
    ({ source, target, relation }) => flows(relation) && members.has(source) && members.has(target),
  );

/**
 * Assigns a cell to every member of a group. Members with a cell keep it. A new member goes to the right of
 * its dependencies; one without dependencies takes a free cell at the top right, which keeps the lines' way
 * free.
 */
export const fillCells = (
  graph: StageGraph,
  members: readonly string[],
  known: ReadonlyMap<string, Cell>,
  width: number,
): ReadonlyMap<string, Cell> => {
  const all = new Set(members);
  const lines = linesWithin(graph, all);
  const outside = new Set(
    graph.edges.flatMap(({ relation, target }) => (relation === 'connects' ? [target] : [])),
  );
  const bound = members.filter(
    (id) => outside.has(id) || lines.some(({ source, target }) => source === id || target === id),
  );
  const cells = new Map([...known].filter(([id]) => all.has(id)));
  const taken = (column: number, row: number): boolean =>
    [...cells.values()].some((cell) => cell.column === column && cell.row === row);
  const drop = (id: string, column: number): void => {
    let row = 0;
    while (taken(column, row)) row += 1;
    cells.set(id, { column, row });
  };

  for (const id of inOrderOfNeed(bound, lines)) {
    if (cells.has(id)) continue;
    const needed = lines.flatMap(({ source, target }) => (target === id ? (cells.get(source) ?? []) : []));
    drop(id, Math.max(-1, ...needed.map(({ column }) => column)) + 1);
  }
  const loose = members.filter((id) => !cells.has(id));
  const columns = cells.size === 0 ? evenColumns(loose.length, width) : gridExtent(cells.values()).columns;
  for (const id of loose) {
    const { rows } = gridExtent(cells.values());
    cells.set(id, freeCell(columns, rows, taken, bound.length > 0));
  }
  return cells;
};

/** Returns the number of columns for unconnected components: rows filled as evenly as the width allows. */
const evenColumns = (count: number, width: number): number =>
  Math.max(1, Math.ceil(count / Math.max(1, Math.ceil(count / columnsIn(width)))));

const freeCell = (
  columns: number,
  rows: number,
  taken: (column: number, row: number) => boolean,
  fromRight: boolean,
): Cell => {
  for (let row = 0; row < rows; row += 1) {
    for (let index = 0; index < columns; index += 1) {
      const column = fromRight ? columns - 1 - index : index;
      if (!taken(column, row)) return { column, row };
    }
  }
  return { column: 0, row: rows };
};

/** Sorts dependencies before their dependents; within a cycle, keeps the given order. */
const inOrderOfNeed = (
  ids: readonly string[],
  lines: readonly { readonly source: string; readonly target: string }[],
): string[] => {
  const ordered: string[] = [];
  const visited = new Set<string>();
  const visit = (id: string): void => {
    if (visited.has(id)) return;
    visited.add(id);
    for (const { source, target } of lines) if (target === id) visit(source);
    ordered.push(id);
  };
  for (const id of ids) visit(id);
  return ordered;
};
