import { createPageOrigin, type PageOrigin } from './page-origin.ts';

/**
 * Returns the page of Vite's development server; null when the address is not on loopback. Only called when
 * the program is not packaged; the only use of plain http in this host.
 */
export const readDevelopmentPage = (address: string | undefined): PageOrigin | null => {
  if (address === undefined || !/^http:\/\/127\.0\.0\.1:\d{1,5}\/?$/.test(address)) return null;
  return URL.canParse(address) ? createPageOrigin(new URL('/', address).href) : null;
};
