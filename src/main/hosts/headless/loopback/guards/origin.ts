import { onlyValue, type OwnAddress, type RequestFacts } from './request-facts.ts';

/**
 * Rule 3. Browsers send the requesting page's origin with every request that can change data. `required` is
 * for endpoints that only the own page uses; elsewhere a client without Origin is not a browser, and its
 * token decides.
 */
export const isOwnOrigin = (
  request: RequestFacts,
  own: OwnAddress,
  need: 'required' | 'if-present',
): boolean => {
  const origin = onlyValue(request, 'origin');
  return origin === undefined ? need === 'if-present' : origin === own.origin;
};
