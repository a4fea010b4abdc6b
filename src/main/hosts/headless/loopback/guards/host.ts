import { onlyValue, type RequestGuard } from './request-facts.ts';

/**
 * Rule 2. The Host header must be exactly the server's own. A page whose name resolves to this machine (DNS
 * rebinding) sends its own name, and `localhost` may be another program on `[::1]`.
 */
export const isOwnHost: RequestGuard = (request, own) => onlyValue(request, 'host') === own.authority;
