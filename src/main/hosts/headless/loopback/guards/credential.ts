import { onlyValue, type RequestFacts } from './request-facts.ts';

/** 256 bits in base64url. */
export const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/**
 * Rules 4 and 5. Returns the credential of the Authorization header, the only accepted place: URLs end in
 * histories and logs, and cookies of 127.0.0.1 go to every server on every port. Null when it is missing or
 * not shaped like a token.
 */
export const credentialOf = (request: RequestFacts): string | null => {
  const [scheme, token, ...rest] = onlyValue(request, 'authorization')?.split(' ') ?? [];
  return scheme?.toLowerCase() === 'bearer' &&
    rest.length === 0 &&
    token !== undefined &&
    tokenPattern.test(token)
    ? token
    : null;
};
