import type { RequestGuard } from './request-facts.ts';

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const maxTargetLength = 4_096;

/**
 * Part of rule 2. HTTP/1.1, a method of the contract, and a target that is a path: no absolute form with a
 * second host in it, no CONNECT, TRACE or preflight (no other origin may call, so there is nothing to grant).
 */
export const isPlainRequestLine: RequestGuard = ({ method, target, httpVersion }) =>
  httpVersion === '1.1' &&
  methods.has(method) &&
  target.startsWith('/') &&
  !target.startsWith('//') &&
  target.length <= maxTargetLength;
