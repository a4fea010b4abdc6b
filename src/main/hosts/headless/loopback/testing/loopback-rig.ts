import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, type ClientOptions } from 'ws';
import { createCountingIds } from '#shared/kernel/index.ts';
import type { FakeClock } from '#shared/kernel/testing/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { createGatewayRig, whileTimePasses, type GatewayRig } from '#main/gateway/testing/contract-suite.ts';
import { DockRegistry } from '../../docks/dock-registry.ts';
import { loopbackGuards, type LoopbackGuards } from '../guards/index.ts';
import { createLoopbackServer } from '../loopback-server.ts';

export const ownerToken = 'O'.repeat(43);
export const windowToken = 'W'.repeat(43);
export const wrongToken = 'X'.repeat(43);

/** A raw request, sent byte for byte without corrections. */
export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  /** Header lines in order, after the Host lines. */
  readonly headers?: readonly string[];
  /** Values of the Host lines; by default the server's own. */
  readonly hosts?: readonly string[];
  readonly body?: string;
  /** Address to connect to instead of 127.0.0.1. */
  readonly address?: string;
}

/** The answer; status 0 when the connection ended without one. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface LoopbackRig extends Pick<GatewayRig, 'ports' | 'logger'> {
  readonly clock: FakeClock;
  readonly docks: DockRegistry;
  /** The built window's folder, with `index.html` and `assets/window-a1b2.js` in it. */
  readonly rendererDirectory: string;
  readonly port: number;
  readonly origin: string;
  readonly events: readonly TopicDraft[];
  send(request?: RawRequest): Promise<RawAnswer>;
  /** Sends a request like the own page. */
  post(target: string, body: unknown, headers?: readonly string[]): Promise<RawAnswer>;
  session(): Promise<string>;
  ticket(): Promise<string>;
  /** Opens a socket like the own page, before any message. Rejects when it is refused. */
  open(
    options?: { readonly origin?: string | null; readonly path?: string } & ClientOptions,
  ): Promise<WebSocket>;
  close(): Promise<void>;
}

const parseAnswer = (text: string): RawAnswer => {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') };
};

/** Writes bytes to a port, and reads until the connection closes. */
export const exchange = (port: number, bytes: string, address = '127.0.0.1'): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: address });
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('error', () => resolve(parseAnswer(received)));
    socket.on('close', () => resolve(parseAnswer(received)));
    socket.write(bytes, 'latin1');
  });

/**
 * Creates a loopback server with fake ports and a client. `fillRenderer` adds files to the window before the
 * start.
 */
export const createLoopbackRig = async (
  changes: Partial<LoopbackGuards> = {},
  fillRenderer: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<LoopbackRig> => {
  const rendererDirectory = await mkdtemp(join(tmpdir(), 'cuelight-loopback-'));
  await mkdir(join(rendererDirectory, 'assets'));
  await writeFile(
    join(rendererDirectory, 'index.html'),
    '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__">',
  );
  await writeFile(join(rendererDirectory, 'assets', 'window-a1b2.js'), 'export {};');
  await fillRenderer(rendererDirectory);
  const { clock, ports, logger, gateway } = createGatewayRig();
  const events: TopicDraft[] = [];
  let counter = 0;
  const registry = await DockRegistry.open({
    file: `${rendererDirectory}-docks.json`,
    clock,
    ids: createCountingIds('dock'),
    randomBytes: (size) => new Uint8Array(size).fill((counter += 1)),
  });
  if (!registry.ok) throw registry.error;
  const docks = registry.value;
  const server = createLoopbackServer({
    gateway,
    port: 0,
    rendererDirectory,
    ownerToken,
    windowToken,
    docks,
    clock,
    randomBytes: (size) => new Uint8Array(size).fill((counter += 1)),
    logger,
    report: (draft) => void events.push(draft),
    guards: { ...loopbackGuards, ...changes },
  });
  const listening = await server.listen();
  if (!listening.ok) throw listening.error;
  const { origin, authority } = listening.value;
  const port = Number(authority.split(':')[1]);
  const sockets: WebSocket[] = [];

  const send = ({
    method = 'GET',
    target = '/',
    version = 'HTTP/1.1',
    headers = [],
    hosts = [authority],
    body = '',
    address = '127.0.0.1',
  }: RawRequest = {}): Promise<RawAnswer> => {
    const lines = [...hosts.map((host) => `Host: ${host}`), 'Connection: close', ...headers];
    return exchange(port, `${method} ${target} ${version}\r\n${lines.join('\r\n')}\r\n\r\n${body}`, address);
  };
  const post = (target: string, body: unknown, headers: readonly string[] = []): Promise<RawAnswer> => {
    const text = JSON.stringify(body);
    const own = [`Origin: ${origin}`, 'Content-Type: application/json', `Content-Length: ${text.length}`];
    return send({ method: 'POST', target, headers: [...own, ...headers], body: text });
  };
  const field = (answer: RawAnswer, name: string): string => {
    const value: unknown = JSON.parse(answer.body);
    const found = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    if (typeof found !== 'string') throw new Error(`No ${name} in the answer with status ${answer.status}`);
    return found;
  };
  const session = async (): Promise<string> =>
    field(await post('/session', { token: windowToken }), 'session');

  return {
    clock,
    docks,
    rendererDirectory,
    port,
    origin,
    ports,
    logger,
    events,
    send,
    post,
    session,
    ticket: async () =>
      field(await post('/session/ticket', {}, [`Authorization: Bearer ${await session()}`]), 'ticket'),
    open: async ({ origin: requested = origin, path = '/socket', ...options } = {}) => {
      const socket = new WebSocket(`ws://${authority}${path}`, {
        ...options,
        ...(requested === null ? {} : { origin: requested }),
      });
      sockets.push(socket);
      await once(socket, 'open');
      return socket;
    },
    close: async () => {
      for (const socket of sockets) {
        socket.on('error', () => undefined);
        socket.terminate();
      }
      await whileTimePasses(clock, server.close());
      await gateway.close();
      await rm(rendererDirectory, { recursive: true });
      await rm(`${rendererDirectory}-docks.json`, { force: true });
    },
  };
};

/** Resolves with the next text message of a socket, or with its close code. */
export const nextMessage = (socket: WebSocket): Promise<string | number> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(data.toString('utf8')));
    socket.once('close', (code: number) => resolve(code));
  });
