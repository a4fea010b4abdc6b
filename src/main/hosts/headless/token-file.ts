import { readFile, stat } from 'node:fs/promises';
import { writeFileDurably } from '#main/files/index.ts';
import { err, errorCodeOf, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { createToken, isTokenShaped } from './loopback/token.ts';

const fault = (reason: string, message: string, cause?: unknown): Result<never, Fault> =>
  err(new Fault(`token-file.${reason}`, message, { kind: 'configuration', cause }));

const reasonOf = (thrown: unknown): string => errorCodeOf(thrown) ?? 'unknown reason';

/**
 * Reads the owner's token for scripts, or creates one in a file that only the owner can read. Refuses a file
 * that others can read, since its token may be known.
 */
export const readOrCreateToken = async (
  path: string,
  randomBytes: (size: number) => Uint8Array,
  platform: NodeJS.Platform,
): Promise<Result<string, Fault>> => {
  try {
    // Windows has other permissions; its mode bits mean nothing.
    if (platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) {
      return fault(
        'readable-by-others',
        `Other users can read the token file ${path}. Run chmod 600 on it, or delete it.`,
      );
    }
    const token = (await readFile(path, 'utf8')).trim();
    if (isTokenShaped(token)) return ok(token);
    return fault(
      'no-token',
      `The file ${path} does not contain an API token (43 letters, digits, "-" or "_"). Delete it, and Cuelight creates a new one.`,
    );
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'ENOENT') return renewToken(path, randomBytes);
    return fault(
      'unreadable',
      `The token file ${path} cannot be read (${reasonOf(thrown)}). Check its permissions.`,
      thrown,
    );
  }
};

/**
 * Replaces the token, for example when another program may know it. A crash leaves the old or the new file.
 */
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
      `The token file ${path} cannot be written (${reasonOf(thrown)}). Check that its folder exists and belongs to you.`,
      thrown,
    );
  }
};
