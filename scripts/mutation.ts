/**
 * `npm run mutation -- events execution`: changes the core in small ways and checks that its tests notice.
 * Each folder of src/main/core is tested by its own tests, those of the whole system and a few more (see
 * `alsoAsked`), so that a score is a lower bound. `root` are the files directly in src/main/core, `graph` is
 * src/shared/graph; `view/verdict` and `root/system` are single files. Without a name it runs all folders,
 * which takes hours. Prints one JSON line per file and folder; reports/mutation/FOLDER.html lists the
 * survivors. `--threshold 85` fails below that score. Unchanged code is not tested again, unless `--force` is
 * given.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { z } from 'zod';

const core = 'src/main/core';
const root = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: {
    threshold: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '2' },
    force: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
/** The mutated files and the tests to run. */
type Part = { readonly mutate: string; readonly tests: readonly string[] };

/**
 * Folders with more than their own tests: the root files also run the tests of commands and of the view, and
 * the runtime those of commands and supervision.
 */
const alsoAsked: Readonly<Record<string, readonly string[]>> = {
  root: ['commands/*', 'view/*'],
  runtime: ['commands/*', 'supervision/*'],
};

const folders = readdirSync(join(root, core), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
  .map(({ name }) => name);
const partOf = (name: string): Part => {
  if (name === 'graph') return { mutate: 'src/shared/graph/*.ts', tests: ['src/shared/graph/*.test.ts'] };
  const [folder = name, file] = name.split('/');
  const changed = folder === 'root' ? core : `${core}/${folder}`;
  const asked = folder === 'root' ? ['*'] : ['*', `${folder}/**/*`];
  return {
    mutate: `${changed}/${file ?? (folder === 'root' ? '*' : '**/*')}.ts`,
    tests: [...asked, ...(alsoAsked[folder] ?? [])].map((where) => `${core}/${where}.test.ts`),
  };
};
const known = [...folders, 'root', 'graph'];
const isKnown = (name: string): boolean =>
  known.includes(name) ||
  (name.includes('/') && existsSync(join(root, core, `${name.replace(/^root\//, '')}.ts`)));
const unknown = positionals.filter((name) => !isKnown(name));
if (unknown.length > 0) {
  console.error(`Nothing is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}

const reportSchema = z.object({
  files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
});

type Score = {
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly uncovered: number;
};

const count = (mutants: readonly { readonly status: string }[]): Score => {
  const of = (status: string): number => mutants.filter((mutant) => mutant.status === status).length;
  return {
    killed: of('Killed'),
    timedOut: of('Timeout'),
    survived: of('Survived'),
    uncovered: of('NoCoverage'),
  };
};

/** Share of killed mutants, in percent with one decimal. */
const percent = ({ killed, timedOut, survived, uncovered }: Score): number => {
  const noticed = killed + timedOut;
  const all = noticed + survived + uncovered;
  return all === 0 ? 100 : Math.round((noticed / all) * 1_000) / 10;
};

process.chdir(root);
// Model tests use one seed, so that results are repeatable, and few runs, to save time.
process.env['CORE_MODEL_RUNS'] = '30';
process.env['CORE_MODEL_SEED'] = '1';
let lowest = 100;
for (const folder of positionals.length > 0 ? positionals : known) {
  const { mutate, tests } = partOf(folder);
  process.env['MUTATION_TESTS'] = tests.join(',');
  const report = `reports/mutation/${folder.replace('/', '.')}.json`;
  const stryker = new Stryker({
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    mutate: [mutate, '!**/*.test.ts'],
    // Files that the core's tests don't need. Some of them change while a copy is made.
    ignorePatterns: [
      '/out',
      '/reports',
      '/test-results',
      '/docs',
      '/e2e',
      '/bench',
      '/resources',
      '/src/renderer',
    ],
    // Code that runs once, when a file is loaded, can't be mutated for a single test.
    ignoreStatic: true,
    // Stryker's own compiler step doesn't support TypeScript 7, and isn't needed here.
    tsconfigFile: 'none.json',
    reporters: ['progress-append-only', 'json', 'html'],
    jsonReporter: { fileName: report },
    htmlReporter: { fileName: report.replace('.json', '.html') },
    // Reuses earlier results when neither the code nor its tests have changed.
    incremental: true,
    incrementalFile: report.replace('.json', '.incremental.json'),
    force: values.force,
    tempDirName: '.stryker-tmp',
    timeoutMS: 3_000,
    concurrency: Number(values.concurrency),
    allowConsoleColors: false,
  });
  await stryker.runMutationTest();
  const { files } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  for (const [file, { mutants }] of Object.entries(files))
    console.log(JSON.stringify({ id: 'mutation', file, ...count(mutants), score: percent(count(mutants)) }));
  const whole = count(Object.values(files).flatMap(({ mutants }) => mutants));
  console.log(JSON.stringify({ id: 'mutation', folder, ...whole, score: percent(whole) }));
  lowest = Math.min(lowest, percent(whole));
}
process.exitCode = lowest < Number(values.threshold) ? 1 : 0;
