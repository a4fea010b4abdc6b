import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import sirv, { type RequestHandler } from 'sirv';
import { errorCodeOf } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import { contentTypeOf, resolveAsset } from '#main/hosts/shared/index.ts';

/** Says where the answer goes when the path names no file of the window. */
type OnUnknown = () => void;

/** Files whose name holds a hash of their content never change. Others are asked for again, by their ETag. */
const cacheControlOf = (name: string): string =>
  name.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-cache';

/**
 * The built window, as it was when this was made: its names are listed once, and a file that comes later is not served.
 * Documents are held in memory, because each answer needs a nonce of its own. `sirv` sends the rest from the disk:
 * compressed where the build left a compressed file beside it, with ETag, 304 and ranges.
 */
export class WindowFiles {
  readonly #root: string;
  readonly #documents = new Map<string, string>();
  readonly #names = new Set<string>();
  readonly #send: RequestHandler;
  readonly #logger: Logger;
  /** Files whose failure is in the log. */
  readonly #told = new Set<string>();

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

  /** The document that a path names, without its nonce; null when the path names none. */
  document(path: string): string | null {
    return this.#documents.get(this.#nameOf(path)) ?? null;
  }

  /** Sends any other file of the window, with the headers that the response has already. */
  serve(request: IncomingMessage, response: ServerResponse, path: string, onUnknown: OnUnknown): void {
    const name = this.#nameOf(path);
    const contentType = contentTypeOf(name);
    if (!this.#names.has(name) || contentType === undefined) return onUnknown();
    response.setHeader('content-type', contentType);
    response.setHeader('cache-control', cacheControlOf(name));
    response.setHeader('vary', 'Accept-Encoding');
    dropWhatSirvMisreads(request);
    // sirv leaves its stream alone: an error would end the program, and a client that goes away would keep the file open.
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

  /** Ends an answer whose head may be on its way already, and says why, once for each file. */
  #cut(response: ServerResponse, name: string, error: Error): void {
    response.destroy();
    const gone = errorCodeOf(error) === 'ENOENT';
    if (gone) this.#names.delete(name);
    if (this.#told.has(name)) return;
    this.#told.add(name);
    this.#logger.warning(
      gone
        ? `The window's file ${name} is gone, because the window was built again. Restart Cuelight to show the new window`
        : `The window's file ${name} cannot be read: ${error.message}`,
    );
  }
}

/**
 * The names of the files below a folder that are reached by no link: a link may lead out of it, and so may the link that stands
 * in for a file's compressed form. None at all when there is no folder.
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
 * Takes out of a request what `sirv` reads otherwise than the standard does. A server may ignore any range, and send a
 * file as it is: so ranges stay only as first and last byte in order, and codings only when they are not refused by `q=0`.
 */
const dropWhatSirvMisreads = ({ headers }: IncomingMessage): void => {
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
