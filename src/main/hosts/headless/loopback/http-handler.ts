import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { CallBudget, type Gateway } from '#main/gateway/index.ts';
import type { Logger } from '#core/logger.ts';
import { applyNonce } from '#main/hosts/shared/index.ts';
import { type Access, type Identity } from './access.ts';
import { isTokenShaped } from './token.ts';
import { factsOf, type LoopbackGuards, type OwnAddress, type RequestFacts } from './guards/index.ts';
import type { RefusalLog } from './refusal-log.ts';
import type { WindowFiles } from './window-files.ts';

export interface HttpHandlerOptions {
  readonly gateway: Gateway;
  readonly access: Access;
  readonly guards: LoopbackGuards;
  readonly files: WindowFiles;
  readonly trustedTypesPolicies: readonly string[];
  readonly randomBytes: (size: number) => Uint8Array;
  readonly refusals: RefusalLog;
  readonly logger: Logger;
  /** Returns the server's address; read for each request, since the port is known only after the start. */
  readonly own: () => OwnAddress;
}

const sessionRequestSchema = z.strictObject({ token: z.string().refine(isTokenShaped) });

/** Answers requests for the window's files, sessions and the API. The guards check every request first. */
export class HttpHandler {
  readonly #options: HttpHandlerOptions;
  #document: Promise<string> | undefined;

  constructor(options: HttpHandlerOptions) {
    this.#options = options;
  }

  /** Answers a request. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (thrown) {
      this.#options.logger.error('A request could not be answered', thrown);
      if (response.headersSent) response.destroy();
      else this.#end(response, 500);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { guards, own } = this.#options;
    const facts = factsOf(request);
    const address = own();
    if (!guards.isPlainRequestLine(facts, address)) return this.#refuse(response, 'request line');
    if (!guards.isOwnHost(facts, address)) return this.#refuse(response, 'host');
    if (!guards.isOwnFetchSite(facts, address)) return this.#refuse(response, 'fetch site');
    if (!guards.isJsonBody(facts, address)) return this.#refuse(response, 'body');
    const [path = ''] = facts.target.split('?', 1);
    if (path.startsWith('/api/')) return this.#api(request, response, facts, path);
    if (path === '/session' || path === '/session/ticket')
      return this.#session(request, response, facts, path);
    return this.#file(request, response, facts, path);
  }

  #file(request: IncomingMessage, response: ServerResponse, { method }: RequestFacts, path: string): void {
    if (method !== 'GET' && method !== 'HEAD') return this.#refuse(response, 'method');
    const { files, guards } = this.#options;
    const document = files.document(path);
    if (document !== null) return this.#page(response, method, document);
    response.setHeaders(new Map(Object.entries(guards.responseHeaders(undefined))));
    return files.serve(request, response, path, () => this.#refuse(response, 'unknown path'));
  }

  #page(response: ServerResponse, method: 'GET' | 'HEAD', document: string): void {
    const { guards, own, randomBytes, trustedTypesPolicies } = this.#options;
    const nonce = Buffer.from(randomBytes(18)).toString('base64');
    const body = Buffer.from(applyNonce(document, nonce));
    const socketOrigin = `ws://${own().authority}`;
    response.writeHead(200, {
      ...guards.responseHeaders({ nonce, socketOrigin, trustedTypesPolicies }),
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
    });
    response.end(method === 'HEAD' ? undefined : body);
  }

  async #session(
    request: IncomingMessage,
    response: ServerResponse,
    facts: RequestFacts,
    path: '/session' | '/session/ticket',
  ): Promise<void> {
    const { guards, own, access } = this.#options;
    if (facts.method !== 'POST') return this.#refuse(response, 'method');
    if (!guards.isOwnOrigin(facts, own(), 'required')) return this.#refuse(response, 'origin');
    if (path === '/session/ticket') {
      const credential = guards.credentialOf(facts);
      const identity = credential === null ? null : access.session(credential);
      if (identity === null) return this.#refuse(response, 'session');
      return this.#json(response, 200, { ticket: access.issueTicket(identity) });
    }
    const parsed = sessionRequestSchema.safeParse(await readJson(request));
    const session = parsed.success ? access.openSession(parsed.data.token) : null;
    if (session === null) return this.#refuse(response, 'token');
    return this.#json(response, 200, session);
  }

  async #api(
    request: IncomingMessage,
    response: ServerResponse,
    facts: RequestFacts,
    path: string,
  ): Promise<void> {
    const { guards, own, access, gateway } = this.#options;
    if (!guards.isOwnOrigin(facts, own(), 'if-present')) return this.#refuse(response, 'origin');
    const credential = guards.credentialOf(facts);
    const identity = credential === null ? null : access.api(credential);
    if (identity === null) return this.#refuse(response, credential === null ? 'no token' : 'token');
    if (!this.#mayChange(identity, facts)) return this.#refuse(response, 'origin');
    response.setHeaders(new Map(Object.entries(guards.responseHeaders(undefined))));
    if (path === '/api/openapi.json' && facts.method === 'GET') {
      this.#document ??= gateway.describeHttp('/api').then((document) => JSON.stringify(document));
      response.writeHead(200, { 'content-type': 'application/json' }).end(await this.#document);
      return;
    }
    const context = {
      ...identity,
      budget: new CallBudget(),
      idempotencyKey: request.headers['idempotency-key']?.toString(),
    };
    if (await gateway.serveHttp(request, response, { prefix: '/api', context })) return;
    // The same answer as the gateway's for a forbidden procedure: unknown and forbidden must look alike.
    this.#json(response, 404, { defined: false, code: 'NOT_FOUND', status: 404, message: 'Not Found' });
  }

  /** True when the caller may change data: a page with a session must send the own origin. */
  #mayChange(identity: Identity, facts: RequestFacts): boolean {
    if (identity.caller === 'api' || facts.method === 'GET' || facts.method === 'HEAD') return true;
    return this.#options.guards.isOwnOrigin(facts, this.#options.own(), 'required');
  }

  #json(response: ServerResponse, status: number, value: unknown): void {
    const body = Buffer.from(JSON.stringify(value));
    response.writeHead(status, {
      ...this.#options.guards.responseHeaders(undefined),
      'content-type': 'application/json',
      'content-length': body.length,
    });
    response.end(body);
  }

  /** Answers every refused or unknown request alike, so that the answer does not reveal which. */
  #refuse(response: ServerResponse, reason: string): void {
    this.#options.refusals.refuse(reason);
    this.#end(response, 403);
  }

  #end(response: ServerResponse, status: number): void {
    const headers = this.#options.guards.responseHeaders(undefined);
    response.writeHead(status, { ...headers, 'content-length': 0, connection: 'close' }).end();
  }
}

/** Parses the body; undefined when it is not JSON. The guard checked its length, which HTTP enforces. */
const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
};
