import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Changes } from './project-copy.ts';

/** A way to add something to Cuelight that CONTRIBUTING.md describes and a test carries out in a copy. */
export interface Recipe {
  readonly name: string;
  /** The most existing files that a person edits. */
  readonly limit: number;
  /** The test that carries it out. */
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

/** Leaves the counted changes of a recipe for `npm run recipes`, when that runs the test. */
export const reportChanges = (id: RecipeId, changes: Changes): void => {
  const folder = process.env[reportFolder];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${id}.json`), JSON.stringify(changes));
};
