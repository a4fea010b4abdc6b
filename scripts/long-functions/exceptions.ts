/** Reads the exceptions from the linter's length rule out of its configuration, and checks them. */
import { z } from 'zod';

export const ruleName = 'eslint/max-lines-per-function';

/** Globs of tests, the only files for which the rule may be disabled. */
const testFiles = ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'];

const settingsSchema = z.object({
  max: z.int().positive(),
  skipBlankLines: z.literal(true),
  skipComments: z.literal(true),
});
const ruleSchema = z.tuple([z.literal('error'), settingsSchema]);
const configurationSchema = z.object({
  rules: z.object({ [ruleName]: ruleSchema }),
  overrides: z.array(
    z.object({
      files: z.array(z.string()),
      rules: z.object({ [ruleName]: z.union([ruleSchema, z.literal('off')]).optional() }),
    }),
  ),
});

/** A file that may have one function longer than the rule allows. */
export interface Exception {
  readonly file: string;
  readonly lines: number;
}

export interface LengthRule {
  readonly most: number;
  readonly exceptions: readonly Exception[];
  /** Globs for which the rule is disabled. */
  readonly switchedOff: readonly string[];
}

/** A function over the limit, as measured by the linter. */
export interface LongFunction {
  readonly file: string;
  /** First line of the function. */
  readonly line: number;
  readonly lines: number;
}

/** Reads the rule from the text of `.oxlintrc.json`. Throws when the rule is incomplete. */
export const readLengthRule = (text: string): LengthRule => {
  const { rules, overrides } = configurationSchema.parse(JSON.parse(text));
  const overridden = overrides.flatMap(({ files, rules: own }) => {
    const rule = own[ruleName];
    return rule === undefined ? [] : files.map((file) => ({ file, rule }));
  });
  return {
    most: rules[ruleName][1].max,
    exceptions: overridden.flatMap(({ file, rule }) =>
      rule === 'off' ? [] : [{ file, lines: rule[1].max }],
    ),
    switchedOff: overridden.flatMap(({ file, rule }) => (rule === 'off' ? [file] : [])),
  };
};

const judgeException = (
  { file, lines }: Exception,
  most: number,
  found: readonly LongFunction[],
): string | undefined => {
  if (/[*?{[]/.test(file)) return `${file}: an exception names one file, not a pattern.`;
  const [longest, another] = found
    .filter((each) => each.file === file)
    .toSorted((left, right) => right.lines - left.lines);
  if (!longest) {
    return `${file}: no function is over ${most} lines. Delete its exception from .oxlintrc.json.`;
  }
  if (another) {
    return `${file}: the functions at lines ${longest.line} and ${another.line} are both over ${most} lines. An exception covers one function: shorten the one at line ${another.line}.`;
  }
  if (longest.lines < lines) {
    return `${file}: the function at line ${longest.line} has ${longest.lines} lines and is allowed ${lines}. Write ${longest.lines} into .oxlintrc.json.`;
  }
  return longest.lines > lines
    ? `${file}: the function at line ${longest.line} has ${longest.lines} lines and is allowed ${lines}. Shorten it.`
    : undefined;
};

/** Returns a sentence for each exception that lets functions grow, or allows more lines than needed. */
export const judgeExceptions = (
  rule: LengthRule,
  found: readonly LongFunction[],
  mostExceptions: number,
): readonly string[] => {
  const problems = [
    ...rule.switchedOff
      .filter((glob) => !testFiles.includes(glob))
      .map((glob) => `${glob}: ${ruleName} may be disabled only for tests.`),
    ...rule.exceptions.flatMap((exception) => judgeException(exception, rule.most, found) ?? []),
  ];
  const count = rule.exceptions.length;
  if (count > mostExceptions) {
    problems.push(
      `${count} files may have a function over ${rule.most} lines; the maximum is ${mostExceptions}. Shorten the new function.`,
    );
  }
  if (count < mostExceptions) {
    problems.push(
      `${count} files may have a function over ${rule.most} lines. Lower mostExceptions in scripts/long-functions/check.ts from ${mostExceptions} to ${count}.`,
    );
  }
  return problems;
};

const disabled = /(?:ox|es)lint-disable[^\n]*max-lines-per-function/;

/**
 * Returns a sentence for each file that disables the rule in a comment, which would bypass the exceptions.
 */
export const judgeComments = (sources: Iterable<readonly [file: string, text: string]>): readonly string[] =>
  [...sources]
    .filter(([, text]) => disabled.test(text))
    .map(([file]) => `${file}: a comment disables ${ruleName}. Shorten the function instead.`);
