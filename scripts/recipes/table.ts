import type { Changes } from './project-copy.ts';
import type { Recipe } from './recipes.ts';

/** A recipe with the changes that its test counted; null when the test failed before that. */
export interface RecipeRow {
  readonly recipe: Recipe;
  readonly changes: Changes | null;
}

const header = ['recipe', 'new files', 'existing files edited', 'limit', 'updated by commands', 'tested by'];

const cellsOf = ({ recipe: { name, limit, test }, changes }: RecipeRow): readonly string[] => {
  const count = (files: readonly string[] | undefined): string =>
    files === undefined ? 'unknown' : String(files.length);
  const edited =
    changes && changes.edited.length > limit ? `${changes.edited.length} (too many)` : count(changes?.edited);
  return [name, count(changes?.added), edited, String(limit), count(changes?.renewed), test];
};

/** Returns the counted recipes as a table, followed by the files of each. */
export const recipeTable = (rows: readonly RecipeRow[]): string => {
  const lines = [header, ...rows.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const table = lines.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(' | ')
      .trimEnd(),
  );
  const files = rows.flatMap(({ recipe, changes }) =>
    changes ? [`${recipe.name} edits ${changes.edited.join(', ')}`] : [],
  );
  return [
    table[0],
    widths.map((width) => '-'.repeat(width)).join('-|-'),
    ...table.slice(1),
    '',
    ...files,
  ].join('\n');
};
