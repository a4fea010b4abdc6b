import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import sirv, { type RequestHandler } from 'sirv';
import { errorCodeOf } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import { contentTypeOf, resolveAsset } from '#main/hosts/shared/index.ts';

/** Answers a request whose path names no file of the window. */
type OnUnknown = () => void;

/**
 * Returns the cache header. Files with a content hash in their name never change; others are revalidated by
 * ETag.
 */
const cacheControlOf = (name: string): string =>
  name.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-cache';

/**
 * The files of the built window at the time of construction: names are listed once, and later files are not
 * served. Documents are in memory, since each answer needs its own nonce. `sirv` sends the rest from the
 * disk, compressed where the build wrote a compressed file, with ETag, 304 and ranges.
 */
export class WindowFiles {
  readonly #root: string;
  readonly #documents = new Map<string, string>();
  readonly #names = new Set<string>();
  readonly #send: RequestHandler;
  readonly #logger: Logger;
  /** Files whose failure was logged. */
  readonly #logged = new Set<string>();

  constructor(root: string, logger: Logger) {
    this.#root = root;
    this.#logger = logger;
    for (const name of listFiles(root)) {
      if (extname(name) === '.html') this.#documents.set(name, readFileSync(join(root, name), 'utf8'));
      else if (contentTypeOf(name) !== undefined) this.#names.add(name);
    }
    this.#send =
      this.#names.size === 0
        ? (_request, _response, next) => void next?.()
        : sirv(root, { brotli: true, gzip: true, etag: true, extensions: [] });
  }

  /** Returns the document of a path without its nonce; null when there is none. */
  document(path: string): string | null {
    return this.#documents.get(this.#nameOf(path)) ?? null;
  }

  /** Sends a file of the window with the headers that are set already. */
  serve(request: IncomingMessage, response: ServerResponse, path: string, onUnknown: OnUnknown): void {
    const name = this.#nameOf(path);
    const contentType = contentTypeOf(name);
    if (!this.#names.has(name) || contentType === undefined) return onUnknown();
    response.setHeader('content-type', contentType);
    response.setHeader('cache-control', cacheControlOf(name));
    response.setHeader('vary', 'Accept-Encoding');
    dropMisreadHeaders(request);
    // sirv does not handle its stream: an error would end the program, and a closed client would leave the
    // file open.
    response.once('pipe', (source: Readable) => {
      source.once('error', (error) => this.#cut(response, name, error));
      response.once('close', () => source.destroy());
    });
    this.#send(request, response, onUnknown);
  }

  #nameOf(path: string): string {
    const file = resolveAsset(this.#root, path);
    return file === null ? '' : relative(this.#root, file).replaceAll('\\', '/');
  }

  /** Aborts an answer whose head may be sent already. Logs the reason once for each file. */
  #cut(response: ServerResponse, name: string, error: Error): void {
    response.destroy();
    const gone = errorCodeOf(error) === 'ENOENT';
    if (gone) this.#names.delete(name);
    if (this.#logged.has(name)) return;
    this.#logged.add(name);
    this.#logger.warning(
      gone
        ? `The window's file ${name} is gone because the window was built again. Restart Cuelight to load the new window`
        : `The window's file ${name} cannot be read: ${error.message}`,
    );
  }
}

/**
 * Lists the files below a folder that are no links: a link may lead out of it, and so may the link of a
 * file's compressed form. Empty when there is no folder.
 */
const listFiles = (root: string): string[] => {
  if (!existsSync(root)) return [];
  const base = realpathSync(root);
  const found = readdirSync(base, { recursive: true, encoding: 'utf8' });
  const isLinked = (name: string): boolean => realpathSync(join(base, name)) !== join(base, name);
  const linked = new Set(found.filter(isLinked));
  return found
    .filter((name) => !['', '.br', '.gz'].some((form) => linked.has(name + form)))
    .filter((name) => statSync(join(base, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'));
};

/**
 * Removes headers that `sirv` interprets differently from the standard. A server may ignore any range and any
 * coding, so only ordered ranges of first and last byte stay, and codings without `q=0`.
 */
const dropMisreadHeaders = ({ headers }: IncomingMessage): void => {
  const range = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(headers.range ?? '');
  const first = Number(range?.[1]);
  const last = range?.[2] === undefined ? Infinity : Number(range[2]);
  if (!range || last === 0 || last < first || headers['if-range'] !== undefined) delete headers.range;
  const codings = headers['accept-encoding'];
  if (typeof codings === 'string')
    headers['accept-encoding'] = codings
      .split(',')
      .filter((coding) => !/;\s*q=0(?:\.0*)?\s*$/i.test(coding))
      .join(',');
};
