import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { err, errorCodeOf, Fault, ok, startDeadline, type Clock, type Result } from '#shared/kernel/index.ts';
import { refusal, unreachable } from './faults.ts';
import type { VerifiedUpdate } from './ports/index.ts';

/** Milliseconds for a whole feed, which is a few kilobytes. */
const feedLimitMs = 15_000;
/** Milliseconds without a byte after which a download has ended. */
const idleLimitMs = 60_000;
/** Bytes of the largest feed: the longest notes in base64, and eight files. */
const maxFeedBytes = 250_000;
const maxRedirects = 3;

const seconds = (ms: number): string => `${ms / 1_000} s`;

const hostOf = (url: URL): string => url.host;

/** Returns the deepest error code of a failed request; `fetch` wraps the original error. */
const reasonOf = (thrown: unknown): string =>
  errorCodeOf(thrown instanceof Error ? thrown.cause : null) ?? errorCodeOf(thrown) ?? 'no connection';

/** True for an address that nobody on the way can read or change: HTTPS, or this machine itself. */
export const isSafeAddress = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));

/** Sends a request and follows redirects within the origin of the address only. */
const request = async (address: URL, signal: AbortSignal): Promise<Response> => {
  let url = address;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: { 'cache-control': 'no-cache' },
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url) ? new URL(location, url) : null;
    if (next?.origin !== address.origin || redirects === maxRedirects)
      throw refusal(
        'update.redirected',
        `${hostOf(address)} sent the request for updates to another address. Cuelight follows no redirect to another server. A network that asks for a sign-in does this, too: open a web page, sign in, and check again.`,
      );
    url = next;
  }
};

/** Reads a response in pieces. Rejects with `tooLarge` when it is larger than `limit`. */
const readPieces = async (
  response: Response,
  limit: number,
  tooLarge: () => Fault,
  take: (piece: Uint8Array) => Promise<void> | void,
): Promise<number> => {
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > limit) {
    await response.body?.cancel();
    throw tooLarge();
  }
  let bytes = 0;
  if (!response.body) return bytes;
  // Leaving the loop cancels the rest of the response.
  for await (const piece of response.body) {
    bytes += piece.byteLength;
    if (bytes > limit) throw tooLarge();
    await take(piece);
  }
  return bytes;
};

const statusFault = (url: URL, { status }: Response): Fault =>
  unreachable(
    'update.status',
    `${hostOf(url)} answered with status ${status} when Cuelight asked for updates. It tries again tomorrow.`,
  );

/** Turns anything thrown by a request into a fault. */
const faultOf = (thrown: unknown, url: URL, silent: string | null): Fault => {
  if (thrown instanceof Fault) return thrown;
  if (silent !== null)
    return unreachable('update.silent', `${hostOf(url)} did not answer within ${silent}. Try again later.`);
  return unreachable(
    'update.unreachable',
    `${hostOf(url)}, where updates are published, can’t be reached (${reasonOf(thrown)}). Check the network of this PC.`,
    thrown,
  );
};

/** Reads the text of a feed, within its size and time limits. */
export const fetchFeed = async (
  url: URL,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<string, Fault>> => {
  const late = new AbortController();
  const deadline = startDeadline(clock, () => late.abort(), feedLimitMs);
  try {
    const response = await request(url, AbortSignal.any([signal, late.signal]));
    if (!response.ok) {
      await response.body?.cancel();
      throw statusFault(url, response);
    }
    const pieces: Uint8Array[] = [];
    await readPieces(
      response,
      maxFeedBytes,
      () =>
        refusal(
          'update.feed-too-large',
          `The feed of updates is larger than ${maxFeedBytes / 1_000} KB, which no feed is. Cuelight ignores it.`,
        ),
      (piece) => void pieces.push(piece),
    );
    return ok(Buffer.concat(pieces).toString('utf8'));
  } catch (thrown) {
    if (signal.aborted) return err(unreachable('update.cancelled', 'The check for updates was cancelled.'));
    return err(faultOf(thrown, url, late.signal.aborted ? seconds(feedLimitMs) : null));
  } finally {
    deadline[Symbol.dispose]();
  }
};

const wrongSize = (version: string): Fault =>
  refusal(
    'update.package-size',
    `The package of version ${version} does not have the size in its signed feed. It was deleted and not installed. Try again later.`,
  );

/** Turns an error of the disk into a fault, so that it is not taken for one of the network. */
const onDisk = async <T>(version: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (thrown) {
    const reason = errorCodeOf(thrown) ?? String(thrown);
    throw new Fault(
      'update.not-saved',
      `The package of version ${version} can’t be saved (${reason}). Make room on the disk of the data folder, and install the update again.`,
      { kind: 'transient', cause: thrown },
    );
  }
};

/** Writes a package to a file. Ends after a minute without a byte, or when it is larger than announced. */
export const downloadPackage = async (
  { url, version, size }: VerifiedUpdate,
  destination: string,
  { clock, signal, onBytes }: { clock: Clock; signal: AbortSignal; onBytes: (bytes: number) => void },
): Promise<void> => {
  const idle = new AbortController();
  let deadline = startDeadline(clock, () => idle.abort(), idleLimitMs);
  try {
    const response = await request(url, AbortSignal.any([signal, idle.signal]));
    if (!response.ok) {
      await response.body?.cancel();
      throw statusFault(url, response);
    }
    await using file = await onDisk(version, open(destination, 'w', 0o600));
    let written = 0;
    const bytes = await readPieces(
      response,
      size,
      () => wrongSize(version),
      async (piece) => {
        deadline[Symbol.dispose]();
        deadline = startDeadline(clock, () => idle.abort(), idleLimitMs);
        await onDisk(version, file.writeFile(piece));
        written += piece.byteLength;
        onBytes(written);
      },
    );
    if (bytes !== size) throw wrongSize(version);
    await onDisk(version, file.sync());
  } catch (thrown) {
    await rm(destination, { force: true });
    if (signal.aborted) throw unreachable('update.cancelled', 'The download of the update was cancelled.');
    throw faultOf(thrown, url, idle.signal.aborted ? seconds(idleLimitMs) : null);
  } finally {
    deadline[Symbol.dispose]();
  }
};

/** Checks size and SHA-512 of a downloaded package against its signed feed. Deletes a wrong package. */
export const verifyPackage = async (
  file: string,
  { version, size, sha512 }: Pick<VerifiedUpdate, 'version' | 'size' | 'sha512'>,
): Promise<Result<void, Fault>> => {
  const hash = createHash('sha512');
  let fault: Fault | null = null;
  try {
    if ((await stat(file)).size !== size) fault = wrongSize(version);
    else await pipeline(createReadStream(file), hash);
  } catch (thrown) {
    const reason = errorCodeOf(thrown) ?? String(thrown);
    return err(
      refusal(
        'update.package-unreadable',
        `The downloaded package of version ${version} can’t be read (${reason}). Try again.`,
      ),
    );
  }
  if (!fault && hash.digest('base64') !== sha512)
    fault = refusal(
      'update.package-tampered',
      `The package of version ${version} does not match its signed feed: it was changed or damaged. It was deleted and not installed. Try again later.`,
    );
  if (!fault) return ok(undefined);
  await rm(file, { force: true });
  return err(fault);
};
