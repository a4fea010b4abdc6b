import type { IncomingMessage, ServerResponse } from 'node:http';
import { sleep, type Clock } from '#shared/kernel/index.ts';
import type { EventSubHub } from './eventsub-hub.ts';
import type { PlatformSwitches } from './platform-server-faults.ts';
import { helixError, type PlatformChat } from './helix-call.ts';
import { answerHelix } from './helix-routes.ts';
import { answerOAuth, type PlatformAnswer } from './oauth-routes.ts';
import type { RateBucket } from './rate-bucket.ts';
import type { TokenStore } from './tokens.ts';
import type { PlatformWorld } from './platform-world.ts';

const mostBodyBytes = 262_144;
const rememberedRequests = 1_000;

/** One request as the server received it, for tests and drills. Bodies and tokens are not recorded. */
export interface PlatformRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface PlatformHttpServerOptions {
  readonly clock: Clock;
  readonly clientId: string;
  readonly world: PlatformWorld;
  readonly tokens: TokenStore;
  readonly hub: EventSubHub;
  readonly switches: PlatformSwitches;
  readonly bucket: RateBucket;
  readonly onSent: (text: string) => void;
  readonly chat: PlatformChat | null;
  readonly onRevoked: () => void;
}

/** Twitch's own paths, with those of the command-line mock server for the same resources. */
export const platformPathOf = (url: string): { readonly path: string; readonly query: URLSearchParams } => {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const path = pathname
    .slice(1)
    .replace(/^mock\//, 'helix/')
    .replace(/^auth\//, 'oauth2/')
    .replace(/^eventsub\/subscriptions$/, 'helix/eventsub/subscriptions')
    .replace(/^ws$/, 'eventsub/ws');
  return { path, query: searchParams };
};

const activationPage = `<!doctype html><meta charset="utf-8"><title>Simulated Twitch</title>
<p>This is the simulated Twitch of a rehearsal. It approves the code automatically within seconds. Go back to Cuelight.</p>`;

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

const parseJson = (text: string): unknown => {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The HTTP server: faults first, then the token and the rate limit, then the routes. */
export class PlatformHttpServer {
  readonly requests: PlatformRequest[] = [];
  /** The server's address, set once the server listens. */
  siteUrl = '';
  readonly #options: PlatformHttpServerOptions;

  constructor(options: PlatformHttpServerOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { switches, bucket, clock } = this.#options;
    if (switches.refuseConnections) {
      request.socket.destroy();
      return;
    }
    const text = await readBody(request).catch(() => null);
    if (text === null) {
      response.writeHead(413).end();
      return;
    }
    if (switches.captivePortal) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel</html>');
      return;
    }
    const method = request.method ?? 'GET';
    const { path, query } = platformPathOf(request.url ?? '/');
    if (path === 'activate') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(activationPage);
      return;
    }
    const answer = path.startsWith('oauth2/')
      ? this.#oauth(method, path.slice('oauth2/'.length), request.headers.authorization ?? '', text)
      : this.#helix(method, path.replace(/^helix\//, ''), query, request, text);
    this.requests.push({ method, path, status: answer.status });
    if (this.requests.length > rememberedRequests) this.requests.shift();
    if (path === 'helix/eventsub/subscriptions' && switches.subscriptionDelayMs > 0)
      await sleep(clock, switches.subscriptionDelayMs);
    if (response.destroyed) return;
    const headers = path.startsWith('helix/') ? bucket.headers() : {};
    response.writeHead(answer.status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
    response.end(answer.body === null ? undefined : JSON.stringify(answer.body));
  }

  #oauth(method: string, path: string, authorization: string, body: string): PlatformAnswer {
    const { clock, clientId, world, tokens, switches, onRevoked } = this.#options;
    return answerOAuth(
      { clock, clientId, tokens, switches, account: world.account, siteUrl: this.siteUrl, onRevoked },
      { method, path, authorization, body },
    );
  }

  #helix(
    method: string,
    path: string,
    query: URLSearchParams,
    request: IncomingMessage,
    text: string,
  ): PlatformAnswer {
    const { clientId, world, tokens, hub, switches, bucket, onSent, chat } = this.#options;
    if (switches.failHelix !== null)
      return helixError(switches.failHelix, 'Error', 'The rehearsal injected this failure.');
    if (request.headers['client-id'] !== clientId)
      return helixError(401, 'Unauthorized', 'Client ID is missing or does not match the token.');
    const token = tokens.find((request.headers.authorization ?? '').replace(/^Bearer /i, ''));
    if (!token) return helixError(401, 'Unauthorized', 'Invalid OAuth token');
    if (!bucket.take()) return helixError(429, 'Too Many Requests', 'The request exceeds the rate limit.');
    const body = parseJson(text);
    if (body === undefined) return helixError(400, 'Bad Request', 'The request body is not valid JSON.');
    return answerHelix({ world, hub, switches, onSent, chat }, { method, path, query, body, token });
  }
}
