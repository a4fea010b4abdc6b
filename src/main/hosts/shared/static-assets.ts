import { lstat, readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Types of the files that are served. Other files in the folder are not served. */
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

/** Returns the type of a file by its name; undefined for a file that is not served. */
export const contentTypeOf = (name: string): string | undefined =>
  contentTypes.get(extname(name).toLowerCase());

const MAX_PATH_LENGTH = 1_024;
/** Segments that a build writes. Everything else (`%`, `\`, `:`, NUL, a leading dot) is refused. */
const segmentPattern = /^[A-Za-z0-9_@~-][A-Za-z0-9_@~.-]*$/;

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/**
 * Returns the file of a request's path; null when the path cannot name a served file. The path is that of the
 * request line or of `URL.pathname`, percent-encoded and without query. It is decoded once, and refused when
 * it is still encoded. Only compares names: {@link readAsset} adds the check against symbolic links.
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
  /** True for files with a content hash in their name, which never change. */
  readonly immutable: boolean;
}

/** Reads the file of a path; null when it cannot be served, whatever the reason. */
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
