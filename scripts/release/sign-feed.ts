/**
 * `npm run sign-feed -- --package KIND=FILE …`: signs the feed of a release, from which the program updates
 * itself. `npm run sign-feed -- --new-key FILE` creates the key. docs/subjects/updates.md has the steps.
 */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { packageKinds, publicKeyText } from '#main/updates/publish.ts';
import { err, ok, type Result } from '#shared/kernel/index.ts';
import { updateChannels } from '#shared/model/index.ts';
import { runScript } from '../launch/run-script.ts';
import { readChangelog } from './changelog.ts';
import { createKeyFile, readPrivateKey, signFeed } from './signed-feed.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const argumentsSchema = z.object({
  channel: z.enum(updateChannels),
  platform: z.string(),
  arch: z.string(),
  minimum: z.string().nullable(),
  out: z.string(),
  packages: z
    .array(
      z
        .string()
        .regex(/^[a-z]+=./, 'Write a package as KIND=FILE')
        .transform((text) => ({
          kind: text.slice(0, text.indexOf('=')),
          file: text.slice(text.indexOf('=') + 1),
        }))
        .pipe(z.object({ kind: z.enum(packageKinds), file: z.string() })),
    )
    .min(1, `Name at least one package: --package ${packageKinds.join('|')}=FILE`),
});

const readArguments = () => {
  const { values } = parseArgs({
    options: {
      'new-key': { type: 'string' },
      channel: { type: 'string', default: 'stable' },
      platform: { type: 'string', default: process.platform },
      arch: { type: 'string', default: process.arch },
      minimum: { type: 'string' },
      package: { type: 'string', multiple: true, default: [] },
      out: { type: 'string', default: join(root, 'out/package') },
    },
  });
  return values;
};

/** Reads the version and its notes. Every update says what it changes. */
const readRelease = (): Result<{ readonly version: string; readonly notes: string }, string> => {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
  const changelog = readChangelog(read('CHANGELOG.md'));
  if (!changelog.ok) return err(changelog.error.map((problem) => `CHANGELOG.md: ${problem}`).join('\n'));
  const release = changelog.value.find((each) => each.version === version);
  return release ? ok({ version, notes: release.notes }) : err(`CHANGELOG.md has no version ${version}.`);
};

/** Signs the feed. Returns the reason why it did not. */
const run = async (): Promise<string | null> => {
  const values = readArguments();
  if (values['new-key'] !== undefined) {
    const publicKey = await createKeyFile(values['new-key']);
    console.log(`The private key is in ${values['new-key']}. Keep it out of the repository.`);
    console.log(`Build releases with CUELIGHT_UPDATE_KEY=${publicKey}`);
    return null;
  }
  const given = argumentsSchema.safeParse({
    ...values,
    minimum: values.minimum ?? null,
    packages: values.package,
  });
  if (!given.success) return given.error.issues.map(({ message }) => message).join('\n');
  const key = readPrivateKey(process.env);
  if (!key.ok) return key.error;
  const { channel, platform, arch, minimum, out, packages } = given.data;
  const release = readRelease();
  if (!release.ok) return release.error;
  const releasedAt = new Date().toISOString();
  const signed = await signFeed(
    { channel, platform, arch, minimumVersion: minimum, releasedAt, ...release.value },
    packages,
    key.value,
  );
  if (!signed.ok) return signed.error;
  const file = join(out, signed.value.name);
  await writeFile(file, signed.value.text);
  console.log(`${file} is signed for the key ${publicKeyText(createPublicKey(key.value))}`);
  console.log('Upload it and the packages to the address in CUELIGHT_UPDATE_FEED, the feed last.');
  return null;
};

await runScript(run);
