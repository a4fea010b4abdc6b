import { createPageOrigin, type PageOrigin } from './page-origin.ts';

/**
 * The page of Vite's development server, or null when the address is none on loopback. Asked only of a program that is
 * not packaged; the one place of this host that knows plain http.
 */
export const readDevelopmentPage = (address: string | undefined): PageOrigin | null => {
  if (address === undefined || !/^http:\/\/127\.0\.0\.1:\d{1,5}\/?$/.test(address)) return null;
  return URL.canParse(address) ? createPageOrigin(new URL('/', address).href) : null;
};
