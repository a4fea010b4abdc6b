import { afterEach, describe, expect, it } from 'vitest';
import type { LoopbackGuards, RequestFacts } from './guards/index.ts';
import {
  createLoopbackRig,
  exchange,
  nextMessage,
  ownerToken,
  windowToken,
  wrongToken,
  type LoopbackRig,
} from './testing/loopback-rig.ts';

/** An attack and the only guard against it. */
interface Attack {
  readonly rule: string;
  readonly attack: string;
  /** The guard, replaced by one that accepts everything. */
  readonly without: Partial<LoopbackGuards>;
  /** True when the attack succeeded. */
  readonly succeeds: (rig: LoopbackRig) => Promise<boolean>;
  /** Requirement of the attack that some systems lack. */
  readonly onlyOn?: NodeJS.Platform;
}

const bearer = (token: string): string => `Authorization: Bearer ${token}`;
const queryToken = ({ target }: RequestFacts): string | null =>
  /[?&]token=([\w-]{43})/.exec(target)?.[1] ?? null;
const cookieToken = ({ headers }: RequestFacts): string | null =>
  /token=([\w-]{43})/.exec(headers['cookie']?.[0] ?? '')?.[1] ?? null;

const readsHealth = async (rig: LoopbackRig, headers: readonly string[], target = '/api/health') =>
  (await rig.send({ target, headers })).body.includes('verdict');
const opens = (rig: LoopbackRig, options: Parameters<LoopbackRig['open']>[0]): Promise<boolean> =>
  rig.open(options).then(
    () => true,
    () => false,
  );
const entersWith = async (rig: LoopbackRig, ticket: string): Promise<boolean> => {
  const socket = await rig.open();
  socket.send(JSON.stringify({ ticket }));
  return (await nextMessage(socket)) === '{"ready":true}';
};

const attacks: readonly Attack[] = [
  {
    rule: '1',
    attack: 'another address of this machine reaches the server',
    without: { bindAddress: '0.0.0.0' },
    succeeds: async (rig) => (await rig.send({ address: '127.0.0.2' })).status === 200,
    onlyOn: 'linux',
  },
  {
    rule: '2',
    attack: 'a page whose name was made to resolve to 127.0.0.1 reads under its own name',
    without: { isOwnHost: () => true },
    succeeds: async (rig) => (await rig.send({ hosts: [`evil.test:${rig.port}`] })).status === 200,
  },
  {
    rule: '2',
    attack: 'a request of HTTP/1.0 gets around what only HTTP/1.1 demands',
    without: { isPlainRequestLine: () => true },
    succeeds: async (rig) => (await rig.send({ version: 'HTTP/1.0' })).status === 200,
  },
  {
    rule: '3',
    attack: 'a foreign page opens a socket',
    without: { isOwnOrigin: () => true },
    succeeds: (rig) => opens(rig, { origin: 'https://evil.test' }),
  },
  {
    rule: '3',
    attack: 'a foreign page posts to the session',
    without: { isOwnOrigin: () => true },
    succeeds: async (rig) => {
      const body = JSON.stringify({ token: windowToken });
      const headers = ['Origin: null', 'Content-Type: application/json', `Content-Length: ${body.length}`];
      return (await rig.send({ method: 'POST', target: '/session', headers, body })).status === 200;
    },
  },
  {
    rule: '3',
    attack: 'a form of a foreign page, which browsers send without asking, is taken as a body',
    without: { isJsonBody: () => true },
    succeeds: async (rig) => {
      const body = JSON.stringify({ token: windowToken });
      const headers = [`Origin: ${rig.origin}`, 'Content-Type: text/plain', `Content-Length: ${body.length}`];
      return (await rig.send({ method: 'POST', target: '/session', headers, body })).status === 200;
    },
  },
  {
    rule: '4',
    attack: 'any token at all calls the API',
    without: { tokensEqual: () => true },
    succeeds: (rig) => readsHealth(rig, [bearer(wrongToken)]),
  },
  {
    rule: '4',
    attack: 'a ticket that was seen is used again',
    without: { isTicketUsable: () => true },
    succeeds: async (rig) => {
      const ticket = await rig.ticket();
      await entersWith(rig, ticket);
      return entersWith(rig, ticket);
    },
  },
  {
    rule: '4',
    attack: 'a ticket is used after its time',
    without: { isTicketUsable: () => true },
    succeeds: async (rig) => {
      const ticket = await rig.ticket();
      await rig.clock.advance(30_001);
      return entersWith(rig, ticket);
    },
  },
  {
    rule: '4',
    attack: 'a token in an address, as histories and logs keep it, calls the API',
    without: { credentialOf: queryToken },
    succeeds: (rig) => readsHealth(rig, [], `/api/health?token=${ownerToken}`),
  },
  {
    rule: '5',
    attack: 'a cookie, as every server on 127.0.0.1 is sent it, calls the API',
    without: { credentialOf: cookieToken },
    succeeds: (rig) => readsHealth(rig, [`Cookie: token=${ownerToken}`]),
  },
  {
    rule: '6',
    attack: 'a page on another port of 127.0.0.1 loads our files',
    without: { isOwnFetchSite: () => true },
    succeeds: async (rig) => (await rig.send({ headers: ['Sec-Fetch-Site: same-site'] })).status === 200,
  },
  {
    rule: '6',
    attack: 'a foreign page puts the window in a frame',
    without: { responseHeaders: () => ({}) },
    succeeds: async (rig) => {
      const { status, headers } = await rig.send();
      const framed = !(headers.get('content-security-policy') ?? '').includes("frame-ancestors 'none'");
      return status === 200 && framed;
    },
  },
  {
    rule: '7',
    attack: 'a script that got into the page loads more from elsewhere',
    without: { responseHeaders: () => ({}) },
    succeeds: async (rig) => {
      const policy = (await rig.send()).headers.get('content-security-policy') ?? '';
      return !(policy.includes("default-src 'none'") && policy.includes("script-src 'self';"));
    },
  },
  {
    rule: '8',
    attack: 'guessing goes on after ten wrong tokens',
    without: { areTooManyAttempts: () => false },
    succeeds: async (rig) => {
      for (let guess = 0; guess < 10; guess += 1) await readsHealth(rig, [bearer(wrongToken)]);
      return readsHealth(rig, [bearer(ownerToken)]);
    },
  },
  {
    rule: '8',
    attack: 'a page opens more sockets than anybody needs',
    without: { maxSockets: 100 },
    succeeds: async (rig) => {
      for (let count = 0; count < 16; count += 1) await rig.open();
      return opens(rig, {});
    },
  },
  {
    rule: '8',
    attack: 'a frame of more than 64 KiB is read',
    without: { maxFrameBytes: 1024 * 1024 },
    succeeds: async (rig) => {
      const socket = await rig.open();
      socket.send('x'.repeat(70 * 1024));
      // 1009: the socket refused the frame. 1008: the program read the frame.
      return (await nextMessage(socket)) !== 1009;
    },
  },
  {
    rule: '8',
    attack: 'a socket that never says who it is stays',
    without: { authenticationMs: 3_600_000 },
    succeeds: async (rig) => {
      const socket = await rig.open();
      const closed = nextMessage(socket);
      await rig.clock.advance(5_000);
      const late = new Promise((resolve) => setTimeout(() => resolve('still open'), 200));
      return (await Promise.race([closed, late])) === 'still open';
    },
  },
  {
    rule: '8',
    attack: 'a few compressed bytes become many',
    without: { compressesFrames: true },
    succeeds: async (rig) => (await rig.open({ perMessageDeflate: true })).extensions !== '',
  },
  {
    rule: '8',
    attack: 'a request that never ends holds its place',
    without: { headersTimeoutMs: 60_000, requestTimeoutMs: 120_000 },
    succeeds: async (rig) => {
      const ended = exchange(rig.port, 'GET / HTTP/1.1\r\nHost: ');
      const late = new Promise((resolve) => setTimeout(() => resolve('still open'), 3_000));
      return (await Promise.race([ended, late])) === 'still open';
    },
  },
  {
    rule: '10',
    attack: 'anybody reads the state',
    without: { credentialOf: () => ownerToken },
    succeeds: (rig) => readsHealth(rig, []),
  },
  {
    rule: '10',
    attack: 'anybody reads how the API is made',
    without: { credentialOf: () => ownerToken },
    succeeds: async (rig) => (await rig.send({ target: '/api/openapi.json' })).body.includes('openapi'),
  },
];

describe('each guard alone stops its attack', () => {
  let rig: LoopbackRig | undefined;
  afterEach(async () => {
    await rig?.close();
    rig = undefined;
  });

  for (const { rule, attack, without, succeeds, onlyOn } of attacks) {
    it.runIf(onlyOn === undefined || onlyOn === process.platform)(`rule ${rule}: ${attack}`, async () => {
      const faster = 'headersTimeoutMs' in without ? { headersTimeoutMs: 200, requestTimeoutMs: 400 } : {};
      rig = await createLoopbackRig(faster);
      expect(await succeeds(rig), 'with the guard').toBe(false);
      await rig.close();
      rig = await createLoopbackRig(without);
      expect(await succeeds(rig), 'without the guard').toBe(true);
    });
  }
});
