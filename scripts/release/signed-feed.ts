import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  feedName,
  feedSchema,
  publicKeyText,
  readFeed,
  readUpdateKeys,
  sealEnvelope,
  type PackageKind,
  type UpdateFeed,
} from '#main/updates/publish.ts';
import { err, ok, type Result } from '#shared/kernel/index.ts';

/** The environment variables with the private key: the key itself, or the path of its file. */
export const keyVariables = {
  text: 'CUELIGHT_UPDATE_PRIVATE_KEY',
  file: 'CUELIGHT_UPDATE_PRIVATE_KEY_FILE',
} as const;

/** Reads the private key from the environment. No error quotes any of it. */
export const readPrivateKey = (
  environment: Readonly<Record<string, string | undefined>>,
): Result<KeyObject, string> => {
  const file = environment[keyVariables.file];
  try {
    const text = file === undefined ? environment[keyVariables.text] : readFileSync(file, 'utf8');
    if (text === undefined)
      return err(`No private key: set ${keyVariables.file} or ${keyVariables.text} to an Ed25519 key (PEM).`);
    const key = createPrivateKey(text);
    return key.asymmetricKeyType === 'ed25519'
      ? ok(key)
      : err(`The private key is of the type ${String(key.asymmetricKeyType)}: it must be Ed25519.`);
  } catch {
    return err(
      file === undefined
        ? `The value of ${keyVariables.text} is no private key in PEM.`
        : `No private key can be read from the file in ${keyVariables.file}.`,
    );
  }
};

/** Creates a key pair. Writes the private key to a new file that only its owner can read. */
export const createKeyFile = async (file: string): Promise<string> => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await writeFile(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  return publicKeyText(publicKey);
};

/** A package of a release. */
export interface ReleasedPackage {
  readonly kind: PackageKind;
  readonly file: string;
}

/** The facts about a release that are not read from its packages. */
export type Release = Omit<UpdateFeed, 'format' | 'files'>;

const describePackage = async ({ kind, file }: ReleasedPackage): Promise<UpdateFeed['files'][number]> => {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return { kind, name: basename(file), sha512: hash.digest('base64'), size: (await stat(file)).size };
};

/**
 * Signs the feed of a release. Resolves with the name and the text of its file, or with the reason why the
 * program would refuse it.
 */
export const signFeed = async (
  release: Release,
  packages: readonly ReleasedPackage[],
  key: KeyObject,
): Promise<Result<{ readonly name: string; readonly text: string }, string>> => {
  const feed = feedSchema.safeParse({
    format: 1,
    ...release,
    files: await Promise.all(packages.map(describePackage)),
  });
  if (!feed.success) {
    const [issue] = feed.error.issues;
    return err(`The feed is not valid: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const text = sealEnvelope(JSON.stringify(feed.data), key);
  // Read back as the program reads it.
  const read = readFeed(text, readUpdateKeys(publicKeyText(createPublicKey(key))) ?? []);
  return read.ok
    ? ok({ name: feedName(release.channel, release.platform, release.arch), text })
    : err(read.error.message);
};
