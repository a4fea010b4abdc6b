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

/** The answer of a server, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; undefined when there is none. */
  readonly body: unknown;
  /** The server's message about a refusal; empty when there is none. */
  readonly message: string;
}

export interface TwitchHttp {
  /**
   * Calls once and never retries. A fault means that no valid answer arrived; every answer of Twitch is a
   * value.
   */
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
  // Twitch's own gateway sends its 5xx errors as HTML too: only a success as HTML comes from another server.
  const html = /^\s*</.test(text);
  if (html && status < 400) return err(webPageInstead(host));
  if (text.length > mostAnswerCharacters)
    return err(unreachable(`${host} sent an answer that is too large.`));
  try {
    const body: unknown = JSON.parse(text);
    return ok({ status, headers, body, message: messageOf(body) });
  } catch {
    if (status >= 400) return ok({ status, headers, body: undefined, message: '' });
    return err(unreachable(`${host} sent an unreadable answer.`));
  }
};

/** Receives the time of a server, epoch milliseconds, with each answer. */
export type ServerTimeListener = (at: number) => void;

/**
 * Calls Twitch over HTTP with a limit of 10 s on the injected clock. `onTime` receives the `Date` of each
 * answer from Twitch itself.
 */
export const createTwitchHttp = (clock: Clock, onTime?: ServerTimeListener): TwitchHttp => ({
  call: async ({ method, url, headers, body, signal }) => {
    const { host, hostname } = new URL(url);
    const name = hostname === '127.0.0.1' ? host : hostname;
    const limit = new AbortController();
    const late = unreachable(`${name} didn’t answer within ${callLimitMs / 1_000} s.`);
    const timer = clock.setTimeout(() => limit.abort(late), callLimitMs);
    const onAbort = (): void =>
      limit.abort(new Fault('twitch.given-up', `The call to ${name} was cancelled.`, { kind: 'transient' }));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const response = await fetch(url, {
        method,
        // These protocols use no redirects, so a redirect does not come from Twitch.
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
