/**
 * `npm run release-notes [-- VERSION]`: prints the notes of a version in CHANGELOG.md, by default the version
 * of package.json.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readChangelog } from './changelog.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const version =
  process.argv[2] ?? z.object({ version: z.string() }).parse(JSON.parse(read('package.json'))).version;
const changelog = readChangelog(read('CHANGELOG.md'));
const release = changelog.ok ? changelog.value.find((each) => each.version === version) : undefined;

if (!changelog.ok) for (const problem of changelog.error) console.error(`CHANGELOG.md: ${problem}`);
else if (release) console.log(release.notes);
else
  console.error(`CHANGELOG.md has no version ${version}. Add "## ${version} (unreleased)" above the others.`);
process.exitCode = release ? 0 : 1;
