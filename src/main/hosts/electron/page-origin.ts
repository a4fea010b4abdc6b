/** The scheme and host under which the window's files are served. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'cuelight';

/** The origin of the window's page. */
export interface PageOrigin {
  /** Address that the window loads. */
  readonly url: string;
  /**
   * Returns true when an address is in the page's origin. Parses the address instead of comparing its
   * beginning.
   */
  isOwn(address: string): boolean;
}

const originParts = (url: URL): string => `${url.protocol}//${url.host}`;

/** Creates the origin of `url`. Addresses with a user name or password never belong to it. */
export const createPageOrigin = (url: string): PageOrigin => {
  const own = originParts(new URL(url));
  return {
    url,
    isOwn: (address) => {
      if (!URL.canParse(address)) return false;
      const parsed = new URL(address);
      // `URL.origin` is "null" for non-standard schemes, so the parts are compared instead.
      return originParts(parsed) === own && parsed.username === '' && parsed.password === '';
    },
  };
};

/** The origin in the installed program: `app://cuelight/`. */
export const appOrigin: PageOrigin = createPageOrigin(`${APP_SCHEME}://${APP_HOST}/`);
