/** The real gateway and the real loopback server over ports in memory. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '#core/logger.ts';
import { createGateway, type Gateway } from '#main/gateway/index.ts';
import { createFakePorts } from '#main/gateway/testing/fake-ports.ts';
import { DockRegistry } from '#main/hosts/headless/docks/dock-registry.ts';
import { createLoopbackServer } from '#main/hosts/headless/loopback/loopback-server.ts';
import { createToken } from '#main/hosts/headless/loopback/token.ts';
import { createCountingIds, createSystemClock } from '#shared/kernel/index.ts';

export interface FuzzRig {
  readonly gateway: Gateway;
  readonly origin: string;
  readonly port: number;
  readonly ownerToken: string;
  /** Errors that the program logged, which a caller sees as an internal error. */
  readonly logged: readonly string[];
  /** Opens a session like the own page, and returns a new ticket for one socket. */
  ticket(): Promise<string>;
  close(): Promise<void>;
}

const silentLogger = (logged: string[]): Logger => {
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warning: () => undefined,
    error: (message, error) =>
      void logged.push(
        `${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      ),
    child: () => logger,
  };
  return logger;
};

const textField = (value: unknown, name: string): string => {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (typeof field !== 'string') throw new TypeError(`The server's answer has no ${name}`);
  return field;
};

/** Starts the server on a free port. */
export const openRig = async (): Promise<FuzzRig> => {
  const folder = await mkdtemp(join(tmpdir(), 'cuelight-fuzz-'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__">',
  );
  const clock = createSystemClock();
  const ids = createCountingIds();
  const logged: string[] = [];
  const logger = silentLogger(logged);
  const versions = { version: '0.0.0-fuzz', node: process.versions.node, electron: null };
  const gateway = createGateway(createFakePorts(clock, ids), { clock, ids, logger, versions });
  const docks = await DockRegistry.open({ file: join(folder, 'docks.json'), clock, ids, randomBytes });
  if (!docks.ok) throw docks.error;
  const [ownerToken, windowToken] = [createToken(randomBytes), createToken(randomBytes)];
  const server = createLoopbackServer({
    gateway,
    port: 0,
    rendererDirectory: folder,
    ownerToken,
    windowToken,
    docks: docks.value,
    clock,
    randomBytes,
    logger,
    report: () => undefined,
  });
  const listening = await server.listen();
  if (!listening.ok) throw listening.error;
  const { origin } = listening.value;
  const post = async (
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<unknown> => {
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { origin, 'content-type': 'application/json', ...headers },
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  };
  const session = textField(await post('/session', { token: windowToken }), 'session');
  return {
    gateway,
    origin,
    port: Number(new URL(origin).port),
    ownerToken,
    logged,
    ticket: async () =>
      textField(await post('/session/ticket', {}, { authorization: `Bearer ${session}` }), 'ticket'),
    close: async () => {
      await server.close();
      await gateway.close();
      await rm(folder, { recursive: true });
    },
  };
};
