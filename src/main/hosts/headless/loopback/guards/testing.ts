import type { OwnAddress, RequestFacts } from './request-facts.ts';

export const own: OwnAddress = { authority: '127.0.0.1:4747', origin: 'http://127.0.0.1:4747' };

/** Creates a request like the own page's, with the changes of a test. */
export const request = (changes: Partial<RequestFacts> = {}): RequestFacts => ({
  method: 'GET',
  target: '/',
  httpVersion: '1.1',
  headers: {},
  ...changes,
});
