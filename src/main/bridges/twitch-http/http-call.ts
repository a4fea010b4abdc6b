import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import { faultOfNetworkError, unreachable, webPageInstead } from './network-faults.ts';

const callLimitMs = 10_000;
const mostAnswerCharacters = 4 * 1_024 * 1_024;

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  readonly signal?: AbortSignal;
}

/** What came back, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; undefined when there is none. */
  readonly body: unknown;
  /** Words of the server about a refusal; empty when it gave none. */
  readonly message: string;
}

export interface TwitchHttp {
  /** Calls once and never retries. A fault is always about the way there; what Twitch answers is an answer. */
  call(call: HttpCall): Promise<Result<HttpAnswer, Fault>>;
}

const messageOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
    ? body.message.slice(0, 300)
    : '';

const readAnswer = async (response: Response, host: string): Promise<Result<HttpAnswer, Fault>> => {
  const text = await response.text();
  const { status, headers } = response;
  if (text.trim() === '') return ok({ status, headers, body: undefined, message: '' });
  // A gateway of Twitch's own answers its 5xx in HTML, too: only a success in HTML is somebody else speaking.
  const html = /^\s*</.test(text);
  if (html && status < 400) return err(webPageInstead(host));
  if (text.length > mostAnswerCharacters) return err(unreachable(`${host} answered with too much to read.`));
  try {
    const body: unknown = JSON.parse(text);
    return ok({ status, headers, body, message: messageOf(body) });
  } catch {
    if (status >= 400) return ok({ status, headers, body: undefined, message: '' });
    return err(unreachable(`${host} answered with something that cannot be read.`));
  }
};

/** Hears the time of a server, epoch milliseconds, as it answers. */
export type ServerTimeListener = (at: number) => void;

/**
 * Calls Twitch over HTTP with a limit of 10 s on the injected clock. `onTime` hears the `Date` of each answer that is
 * Twitch's own.
 */
export const createTwitchHttp = (clock: Clock, onTime?: ServerTimeListener): TwitchHttp => ({
  call: async ({ method, url, headers, body, signal }) => {
    const { host, hostname } = new URL(url);
    const name = hostname === '127.0.0.1' ? host : hostname;
    const limit = new AbortController();
    const late = unreachable(`${name} did not answer within ${callLimitMs / 1_000} s.`);
    const timer = clock.setTimeout(() => limit.abort(late), callLimitMs);
    const onAbort = (): void =>
      limit.abort(new Fault('twitch.given-up', `The call to ${name} was given up.`, { kind: 'transient' }));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const response = await fetch(url, {
        method,
        // Redirects are no part of these protocols: whoever sends one is not Twitch.
        redirect: 'manual',
        signal: limit.signal,
        ...(headers ? { headers } : {}),
        ...(body === undefined ? {} : { body }),
      });
      if (response.status >= 300 && response.status < 400) return err(webPageInstead(name));
      const answer = await readAnswer(response, name);
      const at = Date.parse(response.headers.get('date') ?? '');
      if (answer.ok && !Number.isNaN(at)) onTime?.(at);
      return answer;
    } catch (thrown) {
      if (limit.signal.reason instanceof Fault) return err(limit.signal.reason);
      return err(faultOfNetworkError(thrown, name));
    } finally {
      timer[Symbol.dispose]();
      signal?.removeEventListener('abort', onAbort);
    }
  },
});
