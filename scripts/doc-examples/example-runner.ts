import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect } from 'vitest';
import type { Example } from './collect.ts';
import { readExports, type Offered } from './exports.ts';
import { toModule, type ExampleProbe } from './to-module.ts';

/** An example that is ready to run. */
export interface ReadyExample {
  readonly example: Example;
  readonly run: (probe: ExampleProbe) => void | Promise<void>;
}

/** The examples, written to disk as modules. */
export interface ExampleRunner extends AsyncDisposable {
  /** Problems in the form of the examples. */
  readonly problems: readonly string[];
  /** Loads an example's module. */
  load(example: Example): Promise<ReadyExample>;
  /** Compiles all examples; returns the errors with the lines in the documents. */
  compile(): Promise<readonly string[]>;
}

/** Names that an example may use without an import. */
export const exportsForExamples = (root: string): readonly Offered[] => [
  ...readExports(root, 'src/main/core/index.ts', '#core/index.ts'),
  ...readExports(root, 'src/main/core/testing/index.ts', '#core/testing/index.ts'),
  ...readExports(root, 'src/shared/kernel/index.ts', '#shared/kernel/index.ts'),
  ...readExports(root, 'src/shared/kernel/testing/index.ts', '#shared/kernel/testing/index.ts'),
  ...readExports(root, 'src/shared/catalogue/topics/define.ts', '#shared/catalogue/topics/define.ts'),
  ...readExports(root, 'src/shared/catalogue/operations/define.ts', '#shared/catalogue/operations/define.ts'),
  ...readExports(root, 'src/shared/graph/index.ts', '#shared/graph/index.ts'),
  ...[
    { name: 'z', from: 'zod' },
    { name: 'it', from: 'vitest' },
    { name: 'expect', from: 'vitest' },
  ].map((each) => ({ ...each, isType: false, file: each.from })),
];

/**
 * Returns the names that the file of an example exports, in addition to the entry points. A page exports
 * nothing.
 */
const ownNames = (root: string, { file }: Example, offered: readonly Offered[]): readonly Offered[] =>
  file.startsWith('src/') && existsSync(join(root, file))
    ? readExports(root, file, `../../${file}`).filter(
        ({ name }) => !offered.some((other) => other.name === name),
      )
    : [];

/** Compares as vitest does; `…` in the document matches anything. */
export const probe: ExampleProbe = {
  compare: (actual, expected, line, partly) => {
    if (partly && typeof expected === 'object' && expected !== null)
      expect(actual, `line ${line}`).toMatchObject(expected);
    else expect(actual, `line ${line}`).toEqual(expected);
  },
  throws: async (work, words, line) => {
    const outcome = await Promise.resolve()
      .then(work)
      .then(
        () => 'nothing was thrown',
        (thrown: unknown) => String(thrown),
      );
    expect(outcome, `line ${line}`).toContain(words);
  },
};

const said = /^(?<file>[^(]+)\((?<line>\d+),\d+\): (?<what>.*)$/;

/** Writes the examples as modules into a temporary folder, inside the project so that imports resolve. */
export const openExampleRunner = async (
  root: string,
  examples: readonly Example[],
): Promise<ExampleRunner> => {
  const reports = join(root, 'reports');
  await mkdir(reports, { recursive: true });
  const folder = await mkdtemp(join(reports, 'doc-examples-'));
  const offered = exportsForExamples(root);
  const problems: string[] = [];
  const files = new Map<Example, string>();
  for (const [index, example] of examples.entries()) {
    const made = toModule(example, [...offered, ...ownNames(root, example, offered)]);
    problems.push(...made.problems);
    const file = join(folder, `example-${index}.ts`);
    files.set(example, file);
    await writeFile(file, made.text);
  }
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.node.json',
      // An example may show a value without using it.
      compilerOptions: { noUnusedLocals: false, types: ['node'], typeRoots: ['../../node_modules/@types'] },
      include: ['*.ts'],
    }),
  );
  /** Ignores errors in other files, which the type check of the program reports. */
  const inDocument = (text: string): readonly string[] => {
    const { file = '', line = '', what = '' } = said.exec(text)?.groups ?? {};
    const example = examples.find((each) => files.get(each) === join(root, file));
    return example ? [`${example.file}:${example.line + Number(line) - 2}: ${what}`] : [];
  };
  return {
    problems,
    load: async (example) => {
      const module: unknown = await import(/* @vite-ignore */ files.get(example) ?? '');
      if (
        typeof module === 'object' &&
        module !== null &&
        'run' in module &&
        typeof module.run === 'function'
      ) {
        const { run } = module;
        return { example, run: (asked) => Reflect.apply(run, undefined, [asked]) };
      }
      throw new TypeError(`${example.file}:${example.line} is no module`);
    },
    compile: () =>
      new Promise((resolve) => {
        execFile(
          process.execPath,
          ['node_modules/typescript/bin/tsc', '-p', relative(root, folder), '--pretty', 'false'],
          { cwd: root, maxBuffer: 16 * 1024 * 1024 },
          (_, output, complaint) => {
            resolve(`${output}${complaint}`.split('\n').flatMap(inDocument));
          },
        );
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};
