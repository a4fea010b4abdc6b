import type { IncomingMessage } from 'node:http';

/** The part of a request that guards check: everything before the body, uninterpreted. */
export interface RequestFacts {
  readonly method: string;
  /** The target of the request line, as sent. */
  readonly target: string;
  readonly httpVersion: string;
  /** All values of each header by lower-case name, also of headers that may occur only once. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/** The address of this server in its two accepted forms. */
export interface OwnAddress {
  /** `127.0.0.1:4747` */
  readonly authority: string;
  /** `http://127.0.0.1:4747` */
  readonly origin: string;
}

export type RequestGuard = (request: RequestFacts, own: OwnAddress) => boolean;

export const factsOf = (request: IncomingMessage): RequestFacts => ({
  method: request.method ?? '',
  target: request.url ?? '',
  httpVersion: request.httpVersion,
  headers: request.headersDistinct,
});

/** Returns the value of a header that was sent once; null when sent more often, undefined when not sent. */
export const onlyValue = (request: RequestFacts, name: string): string | null | undefined => {
  const values = request.headers[name];
  if (values === undefined || values.length === 0) return undefined;
  return values.length === 1 ? (values[0] ?? null) : null;
};
