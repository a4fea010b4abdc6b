import { onlyValue, type RequestGuard } from './request-facts.ts';

/** Maximum of bytes: more than the longest message and all settings. Also the limit of a socket's frame. */
export const maxBodyBytes = 64 * 1024;

/**
 * Part of rule 3. A body must be JSON of a stated, small length. A foreign page can send forms and plain text
 * without a preflight, and request smuggling needs a body of unstated length.
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
