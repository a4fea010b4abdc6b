import { lstat, readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Only these are served; a file of another kind in the folder does not exist for the outside. */
const contentTypes: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
  ['.wasm', 'application/wasm'],
]);

/** The type of a file that may be served, by its name; undefined for a file that may not. */
export const contentTypeOf = (name: string): string | undefined =>
  contentTypes.get(extname(name).toLowerCase());

const MAX_PATH_LENGTH = 1_024;
/** What a build writes; everything else (`%`, `\`, `:`, NUL, a leading dot) has no business in a path of ours. */
const segmentPattern = /^[A-Za-z0-9_@~-][A-Za-z0-9_@~.-]*$/;

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/**
 * The file that a request's path names, or null when the path is not one that could name a file of ours. The path is the
 * raw one of the request line or of `URL.pathname`, still percent-encoded and without query. It is decoded once; what is
 * still encoded then is refused. Purely lexical: {@link readAsset} adds the check against symbolic links.
 */
export const resolveAsset = (root: string, urlPath: string): string | null => {
  if (urlPath.length > MAX_PATH_LENGTH || !urlPath.startsWith('/')) return null;
  const decoded = decode(urlPath);
  if (decoded === null) return null;
  const path = decoded === '/' ? '/index.html' : decoded;
  const segments = path.slice(1).split('/');
  if (!segments.every((segment) => segmentPattern.test(segment))) return null;
  if (contentTypeOf(path) === undefined) return null;
  const base = resolve(root);
  const file = join(base, ...segments);
  return isInside(base, file) ? file : null;
};

const isInside = (base: string, file: string): boolean => {
  const way = relative(base, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

export interface Asset {
  readonly body: Buffer;
  readonly contentType: string;
  /** True for HTML, which gets a nonce and a content security policy. */
  readonly isDocument: boolean;
  /** True for files whose name holds a hash of their content: they never change. */
  readonly immutable: boolean;
}

/** Reads the file that a path names, or null when there is none to serve, whatever the reason. */
export const readAsset = async (root: string, urlPath: string): Promise<Asset | null> => {
  const file = resolveAsset(root, urlPath);
  if (file === null) return null;
  try {
    const [base, real] = await Promise.all([realpath(root), realpath(file)]);
    if (!isInside(base, real)) return null;
    if (!(await lstat(real)).isFile()) return null;
    return {
      body: await readFile(real),
      contentType: contentTypeOf(file) ?? 'application/octet-stream',
      isDocument: extname(file).toLowerCase() === '.html',
      immutable: relative(resolve(root), file).startsWith(`assets${sep}`),
    };
  } catch {
    return null;
  }
};
