/** Sends generated requests to the loopback server, and tells how each was answered. */
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createSeededRandom, isObject, type RandomSource } from '#shared/kernel/index.ts';
import type { ChannelCounts, FuzzOutcome } from './counts.ts';
import { generateBytes } from './peer-messages.ts';
import type { FuzzedProcedure } from './procedures.ts';
import type { FuzzRig } from './rig.ts';
import { anyValue, below, fittingValue, mutations, often, pick, toJson } from './values.ts';

export interface HttpRun {
  readonly rig: FuzzRig;
  readonly procedures: readonly FuzzedProcedure[];
  readonly random: RandomSource;
  readonly counts: ChannelCounts;
}

interface HttpMessage {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

/** Requests that run at the same time. */
const lanes = 8;
const patienceMs = 20_000;

/** Writes a value into a query in the bracket form of the API. */
const queryOf = (value: unknown, name = ''): string[] => {
  if (isObject(value) || Array.isArray(value))
    return Object.entries(value)
      .slice(0, 20)
      .flatMap(([key, each]) =>
        name.length > 200 ? [] : queryOf(each, name === '' ? key : `${name}[${key}]`),
      );
  return [`${encodeText(name)}=${encodeText(String(value))}`];
};

/** Encodes text for a URL; a lone surrogate, which cannot be encoded, becomes bytes that are no UTF-8. */
const encodeText = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ed%a0%80');

const addressed = (
  procedure: FuzzedProcedure,
  input: unknown,
  random: RandomSource,
): { path: string; rest: unknown } => {
  if (!isObject(input))
    return { path: `/api${procedure.httpPath.replaceAll(/\{[^}]+\}/g, 'x')}`, rest: input };
  const rest: Record<string, unknown> = { ...input };
  const path = procedure.httpPath.replaceAll(/\{\+?([^}]+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : 'x';
    return encodeText(text.slice(0, 3_000)) || pick(random, ['x', '%20']);
  });
  return { path: `/api${path}`, rest };
};

/** Returns a call of a procedure with a fitting or a mutated input. */
const generateRequest = ({ rig, procedures, random }: HttpRun): HttpMessage & { kind: string } => {
  const procedure = pick(random, procedures);
  const kind = pick(random, Object.keys(mutations));
  const fitting = procedure.input === null ? undefined : fittingValue(procedure.input, random);
  const { path, rest } = addressed(procedure, mutations[kind]?.(fitting, random), random);
  const headers = { authorization: `Bearer ${rig.ownerToken}` };
  const { method } = procedure;
  if (method === 'GET' || method === 'DELETE') {
    const query = rest === undefined ? [] : queryOf(rest).slice(0, 40);
    const target = query.length === 0 ? path : `${path}?${query.join('&').slice(0, 6_000)}`;
    return { kind, method, target, headers, body: null };
  }
  const body = rest === undefined ? null : toJson(rest);
  return { kind, method, target: path, headers: { ...headers, 'content-type': 'application/json' }, body };
};

type Break = (message: HttpMessage, random: RandomSource) => HttpMessage;

const withHeader =
  (name: string, values: readonly string[]): Break =>
  (message, random) => ({ ...message, headers: { ...message.headers, [name]: pick(random, values) } });

const withoutToken: Break = (message) => {
  const { authorization: _, ...headers } = message.headers;
  return { ...message, headers };
};

/** Requests that are wrong as requests, by kind. */
const breaks: Readonly<Record<string, Break>> = {
  'no token': withoutToken,
  'token in the query': (message, random) => {
    const bare = withoutToken(message, random);
    return { ...bare, target: `${bare.target.split('?')[0]}?token=x` };
  },
  'other method': (message, random) => ({
    ...message,
    method: pick(random, ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD', 'PURGE']),
  }),
  'other path': (message, random) => ({
    ...message,
    target: pick(random, [
      '/api',
      '/api/',
      '/api//health',
      '/api/__proto__',
      '/api/constructor/prototype',
      '/api/components/%',
      '/api/components/%00',
      '/api/components/%ff',
      '/api/components/..%2f..%2fetc',
      '/api/%2e%2e/%2e%2e/etc/passwd',
      '/api/components/x%2fplan',
      `/api/components/${'x'.repeat(4_000)}`,
      '/../package.json',
      '/%5c..%5cpackage.json',
      '/session',
      '/session/ticket',
      '/socket',
      '/?x[__proto__][polluted]=1',
      '/api/chat?limit[__proto__][polluted]=1',
      '/api/chat?limit[constructor][prototype][polluted]=1',
      '/api/chat?limit=1&limit=2',
      '/api/chat?limit[]=1&limit[a]=2&limit[0][0]=3',
      '/api/chat?[]=1&[a]=2&=3&[',
      '/api/chat?%',
    ]),
  }),
  'broken body': (message, random) => ({
    ...message,
    method: message.method === 'GET' ? 'POST' : message.method,
    headers: { ...message.headers, 'content-type': 'application/json' },
    body: pick<string | Uint8Array>(random, [
      '{',
      '',
      'null',
      '[]',
      '"text"',
      '{"a":1}{"b":2}',
      '{"__proto__":{"polluted":1}}',
      '\uFEFF{}',
      toJson(anyValue(random)),
      'x'.repeat(70_000),
      `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      generateBytes(random),
    ]),
  }),
  'other content': withHeader('content-type', [
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application/json; charset=utf-16',
    'text/event-stream',
  ]),
  'other host': withHeader('host', ['evil.test', 'localhost', '0.0.0.0', '127.0.0.1', '[::1]']),
  'other origin': withHeader('origin', ['null', 'https://evil.test', 'file://', 'http://127.0.0.1:1', 'x']),
  'other site': withHeader('sec-fetch-site', ['cross-site', 'same-site', 'x']),
  'other position': withHeader('last-event-id', ['__proto__/1', '/', 'x'.repeat(500), 'a/1e400', 'a/-1']),
  'other key': withHeader('idempotency-key', ['', 'x'.repeat(2_000), '__proto__']),
};

const statusOutcome = (status: number): FuzzOutcome => {
  if (status >= 500 && status !== 503 && status !== 501) return 'failed';
  return status >= 400 ? 'refused' : 'accepted';
};

const send = (agent: Agent, { port }: FuzzRig, message: HttpMessage): Promise<FuzzOutcome> =>
  new Promise((resolve) => {
    const { method, target: path, headers, body } = message;
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const call = request({
      agent,
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { ...headers, ...length },
    });
    const timer = setTimeout(() => {
      resolve('unanswered');
      call.destroy();
    }, patienceMs);
    call.once('response', (answer: IncomingMessage) => {
      clearTimeout(timer);
      resolve(statusOutcome(answer.statusCode ?? 0));
      // A stream goes on until its reader leaves.
      if (answer.headers['content-type']?.startsWith('text/event-stream')) call.destroy();
      else answer.resume();
    });
    call.on('error', () => {
      clearTimeout(timer);
      // The server closed the connection, as it does while a body that is too long still arrives.
      resolve('refused');
    });
    call.end(body ?? undefined);
  });

/** Bytes that are no request of HTTP. */
const brokenBytes = (port: number, random: RandomSource): string | Uint8Array =>
  pick<string | Uint8Array>(random, [
    '\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: x\r\n\r\n`,
    `GET http://evil.test/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
    `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: -1\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
    `GET / HTTP/1.1\r\n: x\r\n\r\n`,
    `GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n`,
    `CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    generateBytes(random),
  ]);

/** Writes bytes, ends the sending side, and reads until the server has closed. */
const sendBytes = (port: number, bytes: string | Uint8Array): Promise<FuzzOutcome> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let received = '';
    const timer = setTimeout(() => {
      resolve('unanswered');
      socket.destroy();
    }, patienceMs);
    const end = (): void => {
      clearTimeout(timer);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 400);
      resolve(statusOutcome(status));
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('error', () => undefined);
    socket.once('close', end);
    socket.end(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });

/** Generates and sends one message. */
const sendOne = async (run: HttpRun, agent: Agent): Promise<void> => {
  const { rig, random, counts } = run;
  if (often(random, 0.03)) {
    const bytes = brokenBytes(rig.port, random);
    counts.add('no request', await sendBytes(rig.port, bytes), String(bytes));
    return;
  }
  const generated = generateRequest(run);
  const broken = often(random, 0.15) ? pick(random, Object.keys(breaks)) : null;
  const message = broken === null ? generated : (breaks[broken]?.(generated, random) ?? generated);
  const words = `${message.method} ${message.target} ${String(message.body ?? '').slice(0, 150)}`;
  counts.add(broken ?? generated.kind, await send(agent, rig, message), words);
};

/** Sends a number of requests in parallel lanes, each with random numbers of its own. */
export const fuzzHttp = async (run: HttpRun, messages: number): Promise<void> => {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const lane = async (index: number): Promise<void> => {
    const share = Math.floor(messages / lanes) + (index < messages % lanes ? 1 : 0);
    const seed = below(run.random, 2 ** 31);
    const own = { ...run, random: createSeededRandom(seed) };
    for (let sent = 0; sent < share; sent += 1) await sendOne(own, agent);
  };
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
  agent.destroy();
};
