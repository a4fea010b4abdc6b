/** The scheme and host under which the window's files are served. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'cuelight';

/** Where the window's page comes from, and what else may claim to be it. */
export interface PageOrigin {
  /** What a window loads. */
  readonly url: string;
  /** Whether an address lies in the page's own origin. Parsed, never compared by its beginning. */
  isOwn(address: string): boolean;
}

const originParts = (url: URL): string => `${url.protocol}//${url.host}`;

/** The origin of `url`. Addresses that carry a user name or password are never its own. */
export const createPageOrigin = (url: string): PageOrigin => {
  const own = originParts(new URL(url));
  return {
    url,
    isOwn: (address) => {
      if (!URL.canParse(address)) return false;
      const parsed = new URL(address);
      // `URL.origin` is "null" for schemes that the URL standard does not list, so the parts are compared instead.
      return originParts(parsed) === own && parsed.username === '' && parsed.password === '';
    },
  };
};

/** The origin in the installed program: `app://cuelight/`. */
export const appOrigin: PageOrigin = createPageOrigin(`${APP_SCHEME}://${APP_HOST}/`);
