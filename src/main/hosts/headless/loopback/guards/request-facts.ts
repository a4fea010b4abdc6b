import type { IncomingMessage } from 'node:http';

/** Of a request, what a guard may look at: everything before the body, nothing interpreted. */
export interface RequestFacts {
  readonly method: string;
  /** The request line's target as it was sent. */
  readonly target: string;
  readonly httpVersion: string;
  /** All values of each header, by lower-case name, also where a header may occur only once. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/** Where this server is, in the only two spellings that count. */
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

/** The value of a header that was sent exactly once; null when it was sent more often, undefined when not at all. */
export const onlyValue = (request: RequestFacts, name: string): string | null | undefined => {
  const values = request.headers[name];
  if (values === undefined || values.length === 0) return undefined;
  return values.length === 1 ? (values[0] ?? null) : null;
};
