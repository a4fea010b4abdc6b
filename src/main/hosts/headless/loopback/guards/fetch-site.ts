import { onlyValue, type RequestGuard } from './request-facts.ts';

/**
 * Rule 6. Browsers say how the asking page and this server are related. Another port of 127.0.0.1 is `same-site`, so that
 * is not enough; `none` is a person who typed or opened the address.
 */
export const isOwnFetchSite: RequestGuard = (request) => {
  const site = onlyValue(request, 'sec-fetch-site');
  return site === undefined || site === 'same-origin' || site === 'none';
};
