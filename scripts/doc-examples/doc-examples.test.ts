import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { collectFromPage, collectFromSource, type Collected } from './collect.ts';
import { isCallable } from './exports.ts';
import { offeredTo, openWorkshop, probe, type ReadyExample } from './example-runner.ts';

/** Every example of the documents is compiled and run, and what it claims is held to what it does. */

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
const workshop = await openWorkshop(root, examples);
const suites = await Promise.all(examples.filter(({ suite }) => suite).map((each) => workshop.load(each)));

const expectClaimsOf = async ({ run }: ReadyExample): Promise<void> => {
  await run(probe);
};

afterAll(() => workshop[Symbol.asyncDispose]());

describe('examples in the documents', () => {
  it('are written so that they are found, and each claim says something', () => {
    expect([...collected.flatMap(({ problems }) => problems), ...workshop.problems]).toEqual([]);
  });

  it('compile', { timeout: 120_000 }, async () => {
    expect(await workshop.compile()).toEqual([]);
  });

  it('are there for every function and class that the doors of core, kernel, catalogue and graph offer', () => {
    const shown = new Set(examples.map(({ file, subject }) => `${file} ${subject}`));
    const callable = offeredTo(root).filter(
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
    await expectClaimsOf(await workshop.load(example));
  });

  // Declares its tests here; they run with the rest of this file.
  for (const { example, run } of suites) describe(`${example.subject}, as a suite`, () => void run(probe));
});
