import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectFromPage, collectFromSource, type Example } from './collect.ts';
import { openExampleRunner, probe } from './example-runner.ts';

const root = resolve(import.meta.dirname, '../..');

const example = (...code: string[]): Example => ({
  file: 'planted.ts',
  line: 10,
  subject: 'planted',
  code: code.join('\n'),
  suite: false,
});

const outcomeOf = async (planted: Example): Promise<string> => {
  await using runner = await openExampleRunner(root, [planted]);
  if (runner.problems.length > 0) return runner.problems.join('; ');
  const { run } = await runner.load(planted);
  try {
    await run(probe);
    return 'holds';
  } catch (thrown) {
    return String(thrown);
  }
};

describe('an example', () => {
  it.each([
    ['a value', ['ok(1 + 1); // => { ok: true, value: 2 }']],
    ['a constant', ['const two = 1 + 1; // => 2', 'void two;']],
    ['what is left open', ["new Fault('a.b', 'no', { kind: 'transient' }); // => { code: 'a.b', … }"]],
    ['a claim in two lines', ['[1, 2, 3].map(String);', "// => ['1', '2',", "//     '3']"]],
    ['a comment further down', ['2; // => 2', '', '// What follows is another thing.', '3; // => 3']],
    ['something awaited', ['await Promise.resolve(3); // => 3']],
    ['a throw', ["new RingBuffer(0); // throws 'at least 1'"]],
    ['a rejection', ["Promise.reject(new Error('away')); // throws 'away'"]],
    ['inside a block', ['for (const n of [1]) {', '  n; // => 1', '}']],
    [
      'what it imports itself',
      ["import { ok as fine } from '#shared/kernel/index.ts';", 'fine(1); // => { ok: true, … }'],
    ],
  ])('that is correct passes: %s', async (_, code) => {
    expect(await outcomeOf(example(...code))).toBe('holds');
  });

  it.each([
    ['a wrong value', ['ok(1); // => { ok: true, value: 2 }'], 'line 10'],
    ['a wrong part', ["new Fault('a.b', 'no', { kind: 'transient' }); // => { code: 'a.c', … }"], 'a.c'],
    ['a value too few', ['({ a: 1, b: 2 }); // => { a: 1 }'], 'b'],
    ['no throw', ["new RingBuffer(1); // throws 'at least 1'"], 'nothing was thrown'],
    ['a claim about nothing', ['// => 1'], 'planted.ts:10: "=> 1" is not a valid claim'],
    ['a claim about two', ['const [a, b] = [1, 2]; // => 1', 'void [a, b];'], 'is not a valid claim'],
    ['what cannot be read', ['const = 1;'], 'planted.ts:10: cannot be read'],
  ])('that is incorrect fails: %s', async (_, code, words) => {
    expect(await outcomeOf(example(...code))).toContain(words);
  });

  it('that does not compile is reported with its own file and line', { timeout: 60_000 }, async () => {
    await using runner = await openExampleRunner(root, [
      example("const text: string = 'fine';", 'void text;'),
      example('const fine = 1;', 'const text: string = fine;', 'void text;'),
    ]);
    expect(await runner.compile()).toEqual([
      "planted.ts:11: error TS2322: Type 'number' is not assignable to type 'string'.",
    ]);
  });
});

describe('examples are found', () => {
  it('in docstrings, with the name below and the line of the code', () => {
    const { examples, problems } = collectFromSource(
      'a.ts',
      [
        '/**',
        ' * Adds.',
        ' *',
        ' * @example',
        ' * ```ts',
        ' * add(1, 2); // => 3',
        ' * ```',
        ' */',
        'export const add = 1;',
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(examples).toEqual([
      { file: 'a.ts', line: 6, subject: 'add', code: 'add(1, 2); // => 3', suite: false },
    ]);
  });

  it.each([
    ['no block', ' * @example add(1, 2)', 'a.ts:2: @example of add has no block that begins with ```ts'],
    ['another language', ' * @example\n * ```sh\n * ls\n * ```', 'a.ts:2: @example of add has no block'],
    [
      'a block that is never closed',
      ' * @example\n * ```ts\n * add(1);',
      'a.ts:3: the example of add is never closed',
    ],
  ])('or reported as missing: %s', (_, text, problem) => {
    const { problems } = collectFromSource('a.ts', `/**\n${text}\n */\nexport class add {}`);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it('on a page, below their heading, in no other language', () => {
    const { examples } = collectFromPage(
      'a.md',
      '# One\n```mermaid\n# no heading\n```\n## Two\n```ts suite\nx;\n```\n',
    );
    expect(examples).toEqual([{ file: 'a.md', line: 7, subject: 'Two', code: 'x;', suite: true }]);
  });
});
