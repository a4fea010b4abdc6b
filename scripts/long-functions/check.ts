/**
 * `npm run long-functions`: fails when a function with an exception from the length rule has become longer or
 * shorter, or when there are more exceptions than before. The exceptions are the last overrides in
 * `.oxlintrc.json`.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { judgeComments, judgeExceptions, readLengthRule } from './exceptions.ts';
import { measureLongFunctions } from './measure.ts';

/** The maximum number of files with an overlong function. This number may only decrease. */
const mostExceptions = 0;

const root = resolve(import.meta.dirname, '../..');
const rule = readLengthRule(readFileSync(join(root, '.oxlintrc.json'), 'utf8'));
const present = rule.exceptions.map(({ file }) => file).filter((file) => existsSync(join(root, file)));
const sources = globSync('{src,scripts,e2e,bench}/**/*.{ts,tsx,mjs}', { cwd: root });
const problems = [
  ...judgeExceptions(rule, measureLongFunctions(root, present, rule.most), mostExceptions),
  ...judgeComments(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')])),
];
for (const problem of problems) console.error(problem);
console.log(
  `long functions: ${rule.exceptions.length} files may have a function over ${rule.most} lines, ${problems.length} problems`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
