import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { judgeComments, judgeExceptions, readLengthRule, ruleName } from './exceptions.ts';
import { measureLongFunctions } from './measure.ts';

const rule = (max: number): unknown => ['error', { max, skipBlankLines: true, skipComments: true }];
const name = ruleName;

const configuration = (overrides: readonly (readonly [file: string, rule: unknown])[]): string =>
  JSON.stringify({
    rules: { [name]: rule(120), 'eslint/eqeqeq': 'error' },
    overrides: [
      { files: ['**/*.test.ts', '**/testing/**'], rules: { [name]: 'off' } },
      { files: ['src/renderer/**'], rules: { 'react/rules-of-hooks': 'error' } },
      ...overrides.map(([file, own]) => ({ files: [file], rules: { [name]: own } })),
    ],
  });

const longFunction = (file: string, lines: number, line = 10) => ({ file, line, lines });

describe('the exceptions from the longest function', () => {
  const one = readLengthRule(configuration([['src/a.ts', rule(200)]]));

  it('come from the linter’s configuration', () => {
    expect(one).toEqual({
      most: 120,
      exceptions: [{ file: 'src/a.ts', lines: 200 }],
      switchedOff: ['**/*.test.ts', '**/testing/**'],
    });
  });

  it('pass while each function has exactly the allowed length', () => {
    expect(judgeExceptions(one, [longFunction('src/a.ts', 200)], 1)).toEqual([]);
  });

  it.each([
    [
      'a function that is short now',
      [],
      'src/a.ts: no function is over 120 lines. Delete its exception from .oxlintrc.json.',
    ],
    [
      'a function that became shorter',
      [longFunction('src/a.ts', 150)],
      'src/a.ts: the function at line 10 has 150 lines and is allowed 200. Write 150 into .oxlintrc.json.',
    ],
    [
      'a function that became longer',
      [longFunction('src/a.ts', 201)],
      'src/a.ts: the function at line 10 has 201 lines and is allowed 200. Shorten it.',
    ],
    [
      'a second long function in the same file',
      [longFunction('src/a.ts', 130, 300), longFunction('src/a.ts', 200)],
      'src/a.ts: the functions at lines 10 and 300 are both over 120 lines. An exception covers one function: shorten the one at line 300.',
    ],
  ])('fail for %s', (_what, found, problem) => {
    expect(judgeExceptions(one, found, 1)).toEqual([problem]);
  });

  it('fail when one is added', () => {
    const two = readLengthRule(
      configuration([
        ['src/a.ts', rule(200)],
        ['src/b.ts', rule(130)],
      ]),
    );
    const found = [longFunction('src/a.ts', 200), longFunction('src/b.ts', 130)];
    expect(judgeExceptions(two, found, 1)).toEqual([
      '2 files may have a function over 120 lines; the maximum is 1. Shorten the new function.',
    ]);
  });

  it('fail when an exception is removed and the maximum stays the same', () => {
    expect(judgeExceptions(one, [longFunction('src/a.ts', 200)], 2)).toEqual([
      '1 files may have a function over 120 lines. Lower mostExceptions in scripts/long-functions/check.ts from 2 to 1.',
    ]);
  });

  it('fail when they name a pattern', () => {
    const wide = readLengthRule(configuration([['src/**', rule(200)]]));
    expect(judgeExceptions(wide, [], 1)).toEqual(['src/**: an exception names one file, not a pattern.']);
  });

  it('fail when the rule is disabled for more than tests', () => {
    const off = readLengthRule(configuration([['src/main/**', 'off']]));
    expect(judgeExceptions(off, [], 0)).toEqual([
      'src/main/**: eslint/max-lines-per-function may be disabled only for tests.',
    ]);
  });

  it('fail when a comment disables the rule', () => {
    const comment = (kind: string): string =>
      ['//', `${kind}-next-line`, ruleName.replace('eslint/', '')].join(' ');
    expect(
      judgeComments([
        ['src/a.ts', comment('oxlint-disable')],
        ['src/b.ts', comment('eslint-disable')],
        ['src/c.ts', `${comment('').replace('-next-line', '')} is a rule\n// oxlint-disable no-console`],
      ]),
    ).toEqual([
      'src/a.ts: a comment disables eslint/max-lines-per-function. Shorten the function instead.',
      'src/b.ts: a comment disables eslint/max-lines-per-function. Shorten the function instead.',
    ]);
  });

  it("can't come from a configuration that counts blank lines or only warns", () => {
    const loose = (own: unknown): string => JSON.stringify({ rules: { [name]: own }, overrides: [] });
    expect(() => readLengthRule(loose(['error', { max: 120 }]))).toThrow('skipBlankLines');
    expect(() => readLengthRule(loose('warn'))).toThrow(name);
  });
});

describe('measuring functions', () => {
  const made: string[] = [];
  const folderWith = (file: string, text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'cuelight-long-functions-test-'));
    made.push(folder);
    writeFileSync(join(folder, file), text);
    return folder;
  };
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it('counts the lines of a function without blank lines and comments', () => {
    const lines = [
      '// a comment',
      'export const long = () => {',
      '',
      '  // why',
      '  a();',
      '  b();',
      '};',
      'export const short = () => 1;',
    ];
    const folder = folderWith('a.ts', lines.join('\n'));
    expect(measureLongFunctions(folder, ['a.ts'], 3)).toEqual([{ file: 'a.ts', line: 2, lines: 4 }]);
    expect(measureLongFunctions(folder, ['a.ts'], 4)).toEqual([]);
  });

  it('fails for a missing file', () => {
    expect(() => measureLongFunctions(folderWith('a.ts', ''), ['b.ts'], 3)).toThrow('oxlint');
  });
});
