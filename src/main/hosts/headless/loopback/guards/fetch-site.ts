import { onlyValue, type RequestGuard } from './request-facts.ts';

/**
 * Rule 6. Browsers send the relation of the requesting page to this server. Another port of 127.0.0.1 is
 * `same-site`, so that is refused; `none` is a person who entered or opened the address.
 */
export const isOwnFetchSite: RequestGuard = (request) => {
  const site = onlyValue(request, 'sec-fetch-site');
  return site === undefined || site === 'same-origin' || site === 'none';
};
