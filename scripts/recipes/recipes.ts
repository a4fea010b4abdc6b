import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Changes } from './project-copy.ts';

/** A way to extend Cuelight that CONTRIBUTING.md describes and a test carries out in a copy. */
export interface Recipe {
  readonly name: string;
  /** The maximum number of existing files that a person edits. */
  readonly limit: number;
  /** The test that carries out the recipe. */
  readonly test: string;
}

export const recipes = {
  orchestrator: { name: 'Orchestrator', limit: 1, test: 'scripts/new-orchestrator/generate.test.ts' },
  platform: { name: 'Chat platform', limit: 6, test: 'scripts/new-platform/add-platform.test.ts' },
  operation: { name: 'Operation', limit: 2, test: 'scripts/recipes/operation.test.ts' },
  page: { name: 'Page', limit: 2, test: 'scripts/recipes/page.test.ts' },
  recordKind: { name: 'Record kind', limit: 2, test: 'scripts/recipes/record-kind.test.ts' },
} as const satisfies Readonly<Record<string, Recipe>>;

export type RecipeId = keyof typeof recipes;

/** The environment variable with the folder in which tests leave the changes that they counted. */
export const reportFolder = 'CUELIGHT_RECIPE_REPORTS';

const changesSchema = z.object({
  added: z.array(z.string()),
  edited: z.array(z.string()),
  renewed: z.array(z.string()),
});

const reportOf = (folder: string, id: RecipeId): string => join(folder, `${id}.json`);

/** Stores the changes of a recipe for `npm run recipes`, if that command runs the test. */
export const reportChanges = (id: RecipeId, changes: Changes): void => {
  const folder = process.env[reportFolder];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(reportOf(folder, id), JSON.stringify(changes));
};

/** Reads the changes that the test of a recipe stored in a folder; null when the test failed before that. */
export const readChanges = (folder: string, id: RecipeId): Changes | null => {
  const file = reportOf(folder, id);
  return existsSync(file) ? changesSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
};
