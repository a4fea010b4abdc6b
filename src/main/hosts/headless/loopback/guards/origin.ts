import { onlyValue, type OwnAddress, type RequestFacts } from './request-facts.ts';

/**
 * Rule 3. What a browser sends along with anything that can change something says which page asked. `required` is for
 * doors that only our own page uses; elsewhere a client without Origin is no browser, and its token decides.
 */
export const isOwnOrigin = (
  request: RequestFacts,
  own: OwnAddress,
  need: 'required' | 'if-present',
): boolean => {
  const origin = onlyValue(request, 'origin');
  return origin === undefined ? need === 'if-present' : origin === own.origin;
};
