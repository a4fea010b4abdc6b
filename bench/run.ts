/**
 * `npm run bench -- NAME`: runs the benchmark in bench/NAME, whose index.ts exports `bench`. Prints one JSON
 * line per row on standard output, and progress on standard error. Fails when outputs differ or something
 * breaks, never because of a timing.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchModule } from './measure/row.ts';

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false }, only: { type: 'string' } },
  allowPositionals: true,
});
const known = readdirSync(import.meta.dirname).filter((name) =>
  existsSync(join(import.meta.dirname, name, 'index.ts')),
);
const [name = ''] = positionals;
if (positionals.length !== 1 || !known.includes(name)) {
  console.error(`Name a benchmark: npm run bench -- ${known.join(' | ')}`);
  process.exit(2);
}
const address = pathToFileURL(join(import.meta.dirname, name, 'index.ts')).href;
const { bench } = (await import(address)) as BenchModule;
await bench({
  full: values.full,
  wants: (id) => values.only === undefined || values.only.split(',').includes(id),
  print: (row) => console.log(JSON.stringify(row)),
  say: (line) => console.error(line),
});
