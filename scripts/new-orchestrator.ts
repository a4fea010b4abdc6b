/**
 * `npm run new:orchestrator NAME`: writes src/main/orchestrators/NAME with a working orchestrator, its
 * manifest, one component, and tests for the guarantees of the base. It is a starting point to change, not a
 * template to fill in.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { readFileSync, writeFileSync } from 'node:fs';
import { generateOrchestrator, topicsList } from './new-orchestrator/generate.ts';

const { values, positionals } = parseArgs({ options: { root: { type: 'string' } }, allowPositionals: true });
const root = resolve(values.root ?? resolve(import.meta.dirname, '..'));
const made = generateOrchestrator(
  root,
  resolve(import.meta.dirname, 'templates/orchestrator'),
  positionals.join(' '),
);
if (made.ok) {
  for (const path of [...made.value, topicsList]) {
    const file = join(root, path);
    // Formats the files, because line breaks depend on the length of the name.
    const options = { ...(await resolveConfig(file)), filepath: file };
    if (!path.endsWith('.md')) writeFileSync(file, await format(readFileSync(file, 'utf8'), options));
    console.log(path);
  }
  console.log(
    '\nNext: describe in its README what it does and never does. To run it, add its manifest to the list in src/main/composition/manifests.ts. Then run `npm run audit:orchestrators -- --write` to update the table of topics in the docs.',
  );
} else {
  console.error(`${made.error.message}.`);
  process.exitCode = 1;
}
