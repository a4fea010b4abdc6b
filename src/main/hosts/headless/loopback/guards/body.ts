import { onlyValue, type RequestGuard } from './request-facts.ts';

/** More than the longest message and all settings together; the same limit as for a frame of a socket. */
export const maxBodyBytes = 64 * 1024;

/**
 * Part of rule 3. A body is JSON of a stated, small length. Forms and plain text are what a foreign page can send without
 * asking first, and a body of unstated length is how two servers are made to disagree on where a request ends.
 */
export const isJsonBody: RequestGuard = (request) => {
  if (request.headers['transfer-encoding'] !== undefined) return false;
  const length = onlyValue(request, 'content-length');
  const type = onlyValue(request, 'content-type');
  if (length === undefined || length === '0') return type === undefined || isJson(type);
  if (length === null || !/^\d{1,6}$/.test(length) || Number(length) > maxBodyBytes) return false;
  return isJson(type);
};

const isJson = (type: string | null | undefined): boolean =>
  typeof type === 'string' && /^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(type);
