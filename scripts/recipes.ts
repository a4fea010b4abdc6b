/**
 * `npm run recipes [NAME…]`: carries out each recipe of CONTRIBUTING.md in a copy of the project, one after
 * another, and prints the files that it added and edited. Fails when a recipe edits more files than allowed,
 * or when the result doesn't work.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runInTerminal } from './launch/child.ts';
import { recipeTable } from './recipes/table.ts';
import { readChanges, recipes, reportFolder, type RecipeId } from './recipes/recipes.ts';

const root = resolve(import.meta.dirname, '..');
const known = Object.keys(recipes) as RecipeId[];
const { positionals } = parseArgs({ allowPositionals: true });
const selected = known.filter((id) => positionals.length === 0 || positionals.includes(id));
const unknown = positionals.filter((name) => !known.some((id) => id === name));

/** Runs the tests of the recipes in turn. Returns the exit code of vitest. */
const runTests = async (folder: string): Promise<number> => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const tests = selected.map((id) => recipes[id].test);
  const args = [vitest, 'run', '--no-file-parallelism', '--reporter=verbose', ...tests];
  const { code } = await runInTerminal(process.execPath, args, { root, env: { [reportFolder]: folder } });
  return code;
};

if (unknown.length > 0) {
  console.error(`There is no recipe "${unknown.join('", "')}". Choose from: ${known.join(', ')}.`);
  process.exitCode = 1;
} else {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-recipes-'));
  try {
    const code = await runTests(folder);
    const rows = selected.map((id) => ({ recipe: recipes[id], changes: readChanges(folder, id) }));
    console.log(`\n${recipeTable(rows)}`);
    const broken = rows.filter(({ recipe, changes }) => !changes || changes.edited.length > recipe.limit);
    for (const { recipe, changes } of broken)
      console.error(
        changes
          ? `${recipe.name}: edits ${changes.edited.length} existing files, ${recipe.limit} are allowed: ${changes.edited.join(', ')}.`
          : `${recipe.name}: its changes weren't counted, because its test failed before that.`,
      );
    process.exitCode = code === 0 && broken.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
