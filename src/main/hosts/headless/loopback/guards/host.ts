import { onlyValue, type RequestGuard } from './request-facts.ts';

/**
 * Rule 2. The Host header is ours to the letter. A page whose name was made to resolve to this machine sends its own name
 * here, and `localhost` may be another program on `[::1]`.
 */
export const isOwnHost: RequestGuard = (request, own) => onlyValue(request, 'host') === own.authority;
