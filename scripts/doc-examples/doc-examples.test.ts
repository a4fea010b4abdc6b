import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { collectFromPage, collectFromSource, type Collected } from './collect.ts';
import { isCallable } from './exports.ts';
import { exportsForExamples, openExampleRunner, probe, type ReadyExample } from './example-runner.ts';

/** Compiles and runs every example in the documents, and checks its claims. */

const root = resolve(import.meta.dirname, '../..');
const sources = globSync(['src/main/core/**/*.ts', 'src/shared/{kernel,catalogue,graph}/**/*.ts'], {
  cwd: root,
}).filter((file) => !file.endsWith('.test.ts'));
const pages = ['docs/subjects/lifecycle.md', 'docs/subjects/supervision.md'];

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const collected: readonly Collected[] = [
  ...sources.map((file) => collectFromSource(file, read(file))),
  ...pages.map((file) => collectFromPage(file, read(file))),
];
const examples = collected.flatMap((each) => each.examples);
const runner = await openExampleRunner(root, examples);
const suites = await Promise.all(examples.filter(({ suite }) => suite).map((each) => runner.load(each)));

const expectClaimsOf = async ({ run }: ReadyExample): Promise<void> => {
  await run(probe);
};

afterAll(() => runner[Symbol.asyncDispose]());

describe('examples in the documents', () => {
  it('have the correct form, and every claim is checkable', () => {
    expect([...collected.flatMap(({ problems }) => problems), ...runner.problems]).toEqual([]);
  });

  it('compile', { timeout: 120_000 }, async () => {
    expect(await runner.compile()).toEqual([]);
  });

  it('exist for every function and class that core, kernel, catalogue and graph export', () => {
    const shown = new Set(examples.map(({ file, subject }) => `${file} ${subject}`));
    const callable = exportsForExamples(root).filter(
      (each) => each.from.startsWith('#') && !each.isType && isCallable(root, each),
    );
    expect(callable.length).toBeGreaterThan(30);
    expect(
      callable.filter(({ file, name }) => !shown.has(`${file} ${name}`)).map(({ name }) => name),
    ).toEqual([]);
  });

  it.for(
    examples
      .filter(({ suite }) => !suite)
      .map((each) => [`${each.subject} (${each.file}:${each.line})`, each] as const),
  )('%s', async ([, example]) => {
    await expectClaimsOf(await runner.load(example));
  });

  // Declares its tests here; they run with the rest of this file.
  for (const { example, run } of suites) describe(`${example.subject}, as a suite`, () => void run(probe));
});
