/**
 * `npm run language [-- <path> …]`: fails on openings of doc comments and on words that the project does not
 * use. The rules are in `rules.ts`, with the plain word for each. `--all` prints every text instead.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { judgeFile } from './judge.ts';
import { textsIn } from './texts.ts';

/** The rules name the words that they forbid. Records of decisions keep the words of their time. */
const leftOut = /^(?:scripts\/language\/(?:rules|language\.test)\.ts$|docs\/adr\/\d)/;

const patterns = [
  '*.{ts,md}',
  '{src,scripts,e2e,bench}/**/*.{ts,tsx,css}',
  '{src,docs,.github}/**/*.md',
  'scripts/templates/**/*.md.template',
];

const root = resolve(import.meta.dirname, '../..');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean', default: false } },
});
const asked = positionals.map((path) => path.replaceAll('\\', '/').replace(/\/$/, ''));
const files = globSync(patterns, { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !leftOut.test(file))
  .filter((file) => asked.length === 0 || asked.some((path) => file === path || file.startsWith(`${path}/`)))
  .toSorted();
const sources = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);

if (values.all) {
  for (const [file, source] of sources) {
    const texts = textsIn(file, source);
    if (texts.length > 0) console.log(`== ${file}`);
    for (const { line, kind, text } of texts) console.log(`${line} ${kind}: ${text.replaceAll('\n', ' ')}`);
  }
} else {
  const violations = sources.flatMap(([file, source]) => judgeFile(file, source));
  for (const { file, line, rule, found, instead } of violations)
    console.error(`${file}:${line}: ${rule}: "${found}": ${instead}`);
  console.log(`language: ${files.length} files, ${violations.length} violations`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
