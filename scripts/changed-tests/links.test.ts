import { expect, it } from 'vitest';
import { linksOf, treeOf } from './links.ts';

const tree = treeOf([
  'package.json',
  '.oxlintrc.json',
  'ARCHITECTURE.md',
  'docs/subjects/topics.md',
  'resources/scenarios/lively-show.yaml',
  'scripts/tool.ts',
  'src/shared/kernel/index.ts',
  'src/shared/kernel/clock.ts',
  'src/main/core/events/bus.ts',
  'src/main/journal/worker/worker.ts',
  'src/renderer/app/app.tsx',
  'src/renderer/app/app.module.css',
]);
const files = (from: string, text: string): readonly string[] =>
  linksOf(from, text, tree).map(({ to, kind }) => (kind === 'folder' ? `${to}/` : to));

it.each([
  ['an import', `import { a } from './clock.ts';`, ['src/shared/kernel/clock.ts']],
  [
    'an import for its effect',
    `import '../../renderer/app/app.module.css';`,
    ['src/renderer/app/app.module.css'],
  ],
  ['an alias', `import { a } from '#core/events/bus.ts';`, ['src/main/core/events/bus.ts']],
  ['a re-export', `export { a } from './clock.ts';`, ['src/shared/kernel/clock.ts']],
  ['a re-export of everything', `export * from './clock.ts';`, ['src/shared/kernel/clock.ts']],
  ['an import among types', `import { type A, b } from './clock.ts';`, ['src/shared/kernel/clock.ts']],
  [
    'a dynamic import',
    `await import('#main/journal/worker/worker.ts');`,
    ['src/main/journal/worker/worker.ts'],
  ],
  ['a mocked module', `vi.mock('./clock.ts');`, ['src/shared/kernel/clock.ts']],
  [
    'a worker',
    `new Worker(new URL('../../main/journal/worker/worker.ts', import.meta.url));`,
    ['src/main/journal/worker/worker.ts'],
  ],
  ['a path of the build tool', `import text from './clock.ts?raw';`, ['src/shared/kernel/clock.ts']],
  ['a file that is read', `readFileSync(join(root, 'docs/subjects/topics.md'))`, ['docs/subjects/topics.md']],
  ['a file of the root', `readFileSync(join(root, '.oxlintrc.json'))`, ['.oxlintrc.json']],
  ['a file above', `resolve(import.meta.dirname, '../../../ARCHITECTURE.md')`, ['ARCHITECTURE.md']],
  ['a program that is started', `spawn(node, ["scripts/tool.ts"])`, ['scripts/tool.ts']],
  ['a pattern', `globSync('src/main/core/**/*.ts')`, ['src/main/core/']],
  [
    'a template',
    'new URL(`../../../resources/scenarios/${name}.yaml`, import.meta.url)',
    ['resources/scenarios/'],
  ],
  ['a folder', `readdirSync('resources/scenarios/')`, ['resources/scenarios/']],
])('%s is a link', (_what, text, expected) => {
  expect(files('src/shared/kernel/some.test.ts', text)).toEqual(expected);
});

it.each([
  ['an import of types', `import type { A } from './clock.ts';`],
  ['an import of types over several lines', `import type {\n  A,\n  B,\n} from './clock.ts';\n`],
  ['an import of only types by name', `import { type A } from './index.ts';`],
  ['a re-export of types', `export type { A } from './clock.ts';`],
  ['a package', `import { z } from 'zod';`],
  ['a file that is not there', `import { a } from './gone.ts';`],
  ['a word that is also a folder of the root', `const section = 'docs';`],
  ['the folder of the project', `const root = resolve(import.meta.dirname, '../../..');`],
  ['a place outside the project', `readFileSync('../../../../package.json')`],
])('%s is not a link', (_what, text) => {
  const found = files('src/shared/kernel/some.test.ts', text);
  // Type imports vanish at runtime. The text still names the file, which at worst runs an unnecessary test.
  expect(found.filter((to) => to !== 'src/shared/kernel/index.ts')).toEqual([]);
});

it('links a tool that names a folder of the root to its files', () => {
  expect(files('scripts/tool.ts', `readdirSync(join(root, 'src'))`)).toEqual(['src/']);
});

it('links a style sheet to its imports', () => {
  expect(files('src/renderer/other.css', `@import './app/app.module.css';`)).toEqual([
    'src/renderer/app/app.module.css',
  ]);
});
