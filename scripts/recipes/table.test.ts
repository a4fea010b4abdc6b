import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { recipes } from './recipes.ts';
import { recipeTable } from './table.ts';

const root = resolve(import.meta.dirname, '../..');

it('lists each recipe with its counted files and its limit', () => {
  const changes = { added: ['src/a.ts'], edited: ['src/b.ts', 'src/c.ts'], renewed: [] };
  const table = recipeTable([
    { recipe: recipes.page, changes },
    { recipe: recipes.orchestrator, changes },
    { recipe: recipes.recordKind, changes: null },
  ]);
  expect(table.split('\n')).toEqual([
    'recipe       | new files | existing files edited | limit | updated by commands | tested by',
    '-------------|-----------|-----------------------|-------|---------------------|------------------------------------------',
    'Page         | 1         | 2                     | 2     | 0                   | scripts/recipes/page.test.ts',
    'Orchestrator | 1         | 2 (too many)          | 1     | 0                   | scripts/new-orchestrator/generate.test.ts',
    'Record kind  | unknown   | unknown               | 2     | unknown             | scripts/recipes/record-kind.test.ts',
    '',
    'Page edits src/b.ts, src/c.ts',
    'Orchestrator edits src/b.ts, src/c.ts',
  ]);
});

it('describes each recipe in CONTRIBUTING.md with its test and its limit', () => {
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const described = Object.values(recipes).map(({ name, limit, test }) => {
    const section = guide.split(`\n### ${name}\n`)[1]?.split('\n### ')[0] ?? '';
    const files = limit === 1 ? '1 existing file.' : `${limit} existing files`;
    return {
      name,
      test: existsSync(join(root, test)) && section.includes(`(${test})`),
      limit: section.includes(files),
    };
  });
  expect(described).toEqual(Object.values(recipes).map(({ name }) => ({ name, test: true, limit: true })));
});
