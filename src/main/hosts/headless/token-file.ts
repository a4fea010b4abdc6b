import { readFile, stat } from 'node:fs/promises';
import { writeFileDurably } from '#main/files/index.ts';
import { err, errorCodeOf, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { createToken, isTokenShaped } from './loopback/token.ts';

const fault = (reason: string, message: string, cause?: unknown): Result<never, Fault> =>
  err(new Fault(`token-file.${reason}`, message, { kind: 'configuration', cause }));

const reasonOf = (thrown: unknown): string => errorCodeOf(thrown) ?? 'unknown reason';

/**
 * The owner's token for scripts: what the file says, or a new one written there for the owner's eyes alone. A file that others
 * may read is refused, for then the token is known already.
 */
export const readOrCreateToken = async (
  path: string,
  randomBytes: (size: number) => Uint8Array,
  platform: NodeJS.Platform,
): Promise<Result<string, Fault>> => {
  try {
    // Windows keeps rights in another form, and its mode bits say nothing.
    if (platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) {
      return fault(
        'readable-by-others',
        `Others may read the token file ${path}: run chmod 600 on it, or delete it.`,
      );
    }
    const token = (await readFile(path, 'utf8')).trim();
    if (isTokenShaped(token)) return ok(token);
    return fault(
      'no-token',
      `The file ${path} holds no API token (43 letters, digits, "-" or "_"): delete it, and Cuelight makes a new one.`,
    );
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'ENOENT') return renewToken(path, randomBytes);
    return fault(
      'unreadable',
      `The token file ${path} cannot be read (${reasonOf(thrown)}): check its rights.`,
      thrown,
    );
  }
};

/** Replaces the token by a new one, as when a stranger may have seen it. A crash leaves the old file or the new one, whole. */
export const renewToken = async (
  path: string,
  randomBytes: (size: number) => Uint8Array,
): Promise<Result<string, Fault>> => {
  const token = createToken(randomBytes);
  try {
    await writeFileDurably(path, `${token}\n`);
    return ok(token);
  } catch (thrown) {
    return fault(
      'unwritable',
      `The token file ${path} cannot be written (${reasonOf(thrown)}): check that its folder exists and is yours.`,
      thrown,
    );
  }
};
