import type { IncomingMessage, ServerResponse } from 'node:http';
import { sleep, type Clock, type JsonObject } from '#shared/kernel/index.ts';
import type { FaultSwitches, RestRefusal } from './discord-server-faults.ts';
import { RateLimiter, type RateVerdict } from './rate-limiter.ts';
import type { RestResponse } from './rest-answers.ts';
import { answerRest, type RestWorld } from './rest-routes.ts';

const mostBodyBytes = 262_144;
const messageLimit = { requests: 5, windowMs: 5_000 } as const;
const webhookLimit = { requests: 5, windowMs: 2_000 } as const;
const otherLimit = { requests: 50, windowMs: 1_000 } as const;
/** Paths that carry their own token and need no other. */
const tokenRoute = /^(?:interactions\/\d+\/[^/]+\/callback|webhooks\/\d+\/[^/]+(?:\/.*)?)$/;

/** One request as the server received it, for tests and drills. */
export interface RestLogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly at: number;
}

interface PendingLimit {
  readonly retryAfterMs: number;
  readonly global: boolean;
  times: number;
}

const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBodyBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parseBody = (text: string): { readonly ok: boolean; readonly value: unknown } => {
  if (text === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, value: undefined };
  }
};

/** The HTTP server: authentication, body, rate limits and injected refusals, then the routes. */
export class DiscordRestServer {
  readonly log: RestLogEntry[] = [];
  readonly #rest: RestWorld;
  readonly #faults: FaultSwitches;
  readonly #clock: Clock;
  readonly #token: string;
  readonly #limiter: RateLimiter;
  #refusals: { refusal: RestRefusal; left: number }[] = [];
  #pendingLimit: PendingLimit | null = null;

  constructor(options: { rest: RestWorld; clock: Clock; token: string }) {
    this.#rest = options.rest;
    this.#faults = options.rest.faults;
    this.#clock = options.clock;
    this.#token = options.token;
    this.#limiter = new RateLimiter(options.clock);
  }

  refuse(refusal: RestRefusal): void {
    this.#refusals.push({ refusal, left: refusal.times });
  }

  limit(limit: { retryAfterMs: number; global: boolean; times: number }): void {
    this.#pendingLimit = { ...limit };
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#faults.refuseConnections) {
      request.socket.destroy();
      return;
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    const text = await readBody(request);
    if (this.#faults.restLatencyMs > 0) await sleep(this.#clock, this.#faults.restLatencyMs);
    if (response.destroyed) return;
    const method = request.method ?? 'GET';
    const match = /^\/api\/v(?:9|10)\/(.+)$/.exec(url.pathname);
    const path = match?.[1] ?? url.pathname;
    const verdict = this.#takeFromBucket(method, path);
    const headers = rateHeaders(verdict, this.#clock.now());
    const answer = ((): RestResponse => {
      const limited = this.#answerLimited(verdict, headers);
      if (limited) return limited;
      const refused = this.#answerRefused(method, path);
      if (refused) return refused;
      if (!match) return { status: 404, body: { message: '404: Not Found', code: 0 } };
      if (!tokenRoute.test(path) && request.headers.authorization !== `Bot ${this.#token}`) {
        return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
      }
      const body = text === null ? { ok: false, value: undefined } : parseBody(text);
      if (!body.ok) {
        return {
          status: 400,
          body: { message: 'The request body contains invalid JSON.', code: 50_109 },
        };
      }
      const segments = path.split('/').map((segment) => decodeURIComponent(segment));
      return answerRest(this.#rest, { method, segments, query: url.searchParams, body: body.value });
    })();
    this.log.push({ method, path, status: answer.status, at: this.#clock.now() });
    if (this.log.length > 1_000) this.log.shift();
    const type = answer.body === null ? 'text/html; charset=utf-8' : 'application/json';
    response.writeHead(answer.status, { ...headers, 'content-type': type });
    response.end(answer.body === null ? undefined : JSON.stringify(answer.body));
  }

  #takeFromBucket(method: string, path: string): RateVerdict {
    // Each webhook and each interaction has its own bucket. All channels share one bucket here.
    const route = tokenRoute.test(path)
      ? path.replace(/\/messages\/.*$/, '/messages/:id')
      : path.replaceAll(/\/\d{15,20}/g, '/:id');
    const limit = ((): typeof messageLimit | typeof webhookLimit | typeof otherLimit => {
      if (method === 'POST' && route.endsWith('/messages')) return messageLimit;
      return route.startsWith('webhooks/') && tokenRoute.test(path) ? webhookLimit : otherLimit;
    })();
    return this.#limiter.take(`${method} ${route}`, limit.requests, limit.windowMs);
  }

  #answerLimited(verdict: RateVerdict, headers: Record<string, string>): RestResponse | null {
    const pending = this.#pendingLimit;
    if (!pending && verdict.allowed) return null;
    const retryAfterMs = pending?.retryAfterMs ?? verdict.resetAfterMs;
    const global = pending?.global ?? false;
    if (pending) {
      pending.times -= 1;
      if (pending.times <= 0) this.#pendingLimit = null;
    }
    headers['retry-after'] = String(retryAfterMs / 1_000);
    headers['x-ratelimit-scope'] = global ? 'global' : 'user';
    if (global) headers['x-ratelimit-global'] = 'true';
    return {
      status: 429,
      body: { message: 'You are being rate limited.', retry_after: retryAfterMs / 1_000, global },
    };
  }

  #answerRefused(method: string, path: string): RestResponse | null {
    const entry = this.#refusals.find(
      ({ refusal }) =>
        (refusal.method === undefined || refusal.method === method) &&
        (refusal.path === undefined || path.includes(refusal.path)),
    );
    if (!entry) return null;
    entry.left -= 1;
    if (entry.left <= 0) this.#refusals = this.#refusals.filter((other) => other !== entry);
    const { status, body } = entry.refusal;
    return {
      status,
      body: JSON.parse(JSON.stringify(body ?? { message: `${status}`, code: 0 })) as JsonObject,
    };
  }
}

const rateHeaders = (verdict: RateVerdict, now: number): Record<string, string> => ({
  'x-ratelimit-bucket': verdict.bucket.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase(),
  'x-ratelimit-limit': String(verdict.limit),
  'x-ratelimit-remaining': String(verdict.remaining),
  'x-ratelimit-reset': ((now + verdict.resetAfterMs) / 1_000).toFixed(3),
  'x-ratelimit-reset-after': (verdict.resetAfterMs / 1_000).toFixed(3),
});
