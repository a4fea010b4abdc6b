import { execFileSync } from 'node:child_process';
import dns from 'node:dns';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { tryTcp, ReachabilityProbe } from '#main/platform/reachability-probe.ts';
import type { Clock } from '#shared/kernel/index.ts';
import { createFastClock } from '#shared/kernel/testing/index.ts';
import { expectShown, settleIn } from './twitch-rows.ts';
import { Findings, pause, seconds, until, type FaultRow } from './row.ts';
import { openRig, type Rig } from './rig.ts';

type Lookup = typeof dns.lookup;
type Answer = { readonly address: string; readonly family: number }[] | Error;

/** Names that are resolved here. All other names go to the system's resolver. */
const names = new Map<string, () => Answer>();
const systemLookup = dns.lookup;
let patched = false;

/** Overrides the resolution of a name for every connection of this process. */
const answerName = (name: string, answer: () => Answer): void => {
  names.set(name, answer);
  if (patched) return;
  patched = true;
  const lookup = (hostname: string, options: unknown, callback?: unknown): void => {
    const answering = names.get(hostname);
    const done = typeof options === 'function' ? options : callback;
    if (!answering || typeof done !== 'function') {
      Reflect.apply(systemLookup, dns, [hostname, options, callback]);
      return;
    }
    const answered = answering();
    const all = typeof options === 'object' && options !== null && 'all' in options && options.all === true;
    setImmediate(() => {
      if (answered instanceof Error) Reflect.apply(done, undefined, [answered]);
      else if (all) Reflect.apply(done, undefined, [null, answered]);
      else Reflect.apply(done, undefined, [null, answered[0]?.address, answered[0]?.family]);
    });
  };
  dns.lookup = lookup as Lookup;
};

const notFound = (name: string): Error =>
  Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname: name,
  });

/**
 * Starts a TLS server with a certificate that expired long ago, signed by an authority that this process
 * trusts.
 */
const openExpiredTls = async (): Promise<
  AsyncDisposable & { readonly port: number; readonly handshakes: () => number }
> => {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-expired-'));
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };
  try {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=Cuelight test authority',
      '-days',
      '30',
    );
    openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'leaf.key',
      '-out',
      'leaf.csr',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
    );
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(
      join(folder, 'ca.cnf'),
      [
        '[ca]',
        'default_ca = authority',
        '[authority]',
        'database = index.txt',
        'new_certs_dir = .',
        'rand_serial = yes',
        'default_md = sha256',
        'copy_extensions = copy',
        'policy = any',
        '[any]',
        'commonName = supplied',
        '',
      ].join('\n'),
    );
    const signing = ['-config', 'ca.cnf', '-batch', '-notext', '-cert', 'ca.pem', '-keyfile', 'ca.key'];
    const longAgo = ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'];
    openssl('ca', ...signing, ...longAgo, '-in', 'leaf.csr', '-out', 'leaf.pem');
    tls.setDefaultCACertificates([
      ...tls.getCACertificates('default'),
      readFileSync(join(folder, 'ca.pem'), 'utf8'),
    ]);
    const server = tls.createServer({
      key: readFileSync(join(folder, 'leaf.key')),
      cert: readFileSync(join(folder, 'leaf.pem')),
    });
    let handshakes = 0;
    server.on('connection', () => (handshakes += 1));
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('The server listens on no port');
    return {
      port: address.port,
      handshakes: () => handshakes,
      [Symbol.asyncDispose]: async () => {
        await new Promise<void>((resolve) => server.close(() => resolve()));
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Starts only Twitch chat, with an address that must be resolved. */
const openTwitchByName = (seed: number, name: string, clock?: Clock): Promise<Rig> =>
  openRig({
    seed,
    platforms: ['twitch'],
    ...(clock && { clock }),
    twitchUrl: ({ chatUrl }) => chatUrl.replace('127.0.0.1', name),
  });

/** Makes a name unresolvable until the network is back. */
const loseName = (name: string): { back(): void } => {
  let lost = true;
  answerName(name, () => (lost ? notFound(name) : [{ address: '127.0.0.1', family: 4 }]));
  return { back: () => void (lost = false) };
};

/** Returns each retry delay of Twitch chat, milliseconds. */
const waitsOf = ({ events }: Rig): number[] =>
  events
    .filter(({ topic, source }) => topic === 'component.retry-scheduled' && source === 'twitch-chat')
    .map(({ data }) => Number(data['delayMs']));

export const networkRows: readonly FaultRow[] = [
  {
    id: 'F11',
    expected:
      'DNS fails for 3 min: waits grow and are jittered, retried at once when the network is reported back',
    run: async (seed) => {
      const pace = 10;
      const clock = createFastClock(pace);
      const name = `irc-${seed}.rehearsal.test`;
      const network = loseName(name);
      await using rig = await openTwitchByName(seed, name, clock);
      const findings = new Findings();
      await pause(180_000 / pace);
      const delays = waitsOf(rig);
      findings.note(`${delays.length} attempts in 3 min, longest wait ${seconds(Math.max(...delays))}`);
      findings.expect(Math.max(...delays) <= 60_000, 'no wait over 60 s');
      findings.expect(new Set(delays).size > delays.length / 2, 'waits are jittered');
      const reason = rig.view('twitch').supervision.lastFailure?.message ?? '';
      findings.expect(reason.includes('can’t be found'), `the reason is the name (${reason})`);
      network.back();
      const since = clock.monotonic();
      rig.system.notifyWake('the network is back');
      findings.expect(await rig.running('twitch', 2_000), 'back');
      const back = clock.monotonic() - since;
      findings.note(`back ${seconds(back)} after the network`);
      findings.expect(back <= 8_000, 'back within 8 s');
      findings.expect(rig.view('twitch').supervision.attempt === 0, 'the attempt counter is reset');
      names.delete(name);
      return findings.outcome();
    },
  },
  {
    id: 'T26',
    expected: 'the network is away for 6 min and returns without a notification: chat flows again <= 8 s',
    run: async (seed) => {
      const pace = 10;
      const clock = createFastClock(pace);
      const name = `irc-back-${seed}.rehearsal.test`;
      const network = loseName(name);
      await using rig = await openTwitchByName(seed, name, clock);
      const port = Number(new URL(rig.servers.twitch.chatUrl).port);
      rig.scope.use(
        new ReachabilityProbe({
          clock,
          random: rig.random,
          system: rig.system,
          targets: () => [{ componentId: 'twitch-chat', host: name, port }],
          attempt: tryTcp,
        }),
      );
      const findings = new Findings();
      await pause(360_000 / pace);
      const delays = waitsOf(rig);
      findings.note(`${delays.length} attempts, the last wait ${seconds(delays.at(-1) ?? 0)}`);
      findings.expect(Math.max(...delays) > 4_500, 'the waits have grown beyond the plateau');
      network.back();
      const flowing = await rig.flowing('twitch', clock.monotonic(), 20_000 / pace);
      findings.note(`chat flows ${flowing === null ? 'never' : seconds(flowing)} after the network is back`);
      findings.expect(flowing !== null && flowing <= 8_000, 'chat flows within 8 s');
      names.delete(name);
      return findings.outcome();
    },
  },
  {
    id: 'F12',
    expected: 'IPv6 black hole: falls back to IPv4 <= 1 s',
    run: async (seed) => {
      const name = `dual-${seed}.rehearsal.test`;
      // The fallback begins when both addresses are known; the time before is the start of the program.
      let since: number | null = null;
      answerName(name, () => {
        since ??= performance.now();
        // An address from the documentation range, which has no route.
        return [
          { address: '2001:db8::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ];
      });
      await using rig = await openTwitchByName(seed, name);
      const findings = new Findings();
      const connected = await until(() => rig.servers.twitch.connectionCount() === 1, 5_000);
      const took = performance.now() - (since ?? 0);
      const hangs = await hangsOn('2001:db8::1');
      findings.note(
        `connected over IPv4 after ${seconds(took)}; here the IPv6 address ${hangs ? 'swallows packets' : 'is refused at once'}`,
      );
      findings.expect(connected === true && took <= 1_000, 'connected within 1 s');
      findings.expect(
        rig.events.every(({ topic }) => topic !== 'component.failed'),
        'at the first attempt',
      );
      names.delete(name);
      return findings.outcome();
    },
  },
  {
    id: 'F13',
    alone: true,
    expected: 'certificate expired: clear reason, no retry storm, no bypass',
    run: async (seed) => {
      await using server = await openExpiredTls();
      await using rig = await openRig({
        seed,
        platforms: ['twitch'],
        twitchUrl: () => `wss://localhost:${server.port}`,
      });
      const findings = new Findings();
      await until(() => rig.shown.length > 0, 8_000);
      await pause(8_000);
      const reason = rig.view('twitch').supervision.lastFailure?.message ?? '';
      findings.note(`${server.handshakes()} handshakes in 8 s, "${reason.slice(0, 110)}"`);
      findings.expect(
        reason.includes('CERT_HAS_EXPIRED') && /clock/.test(reason),
        'the reason is the certificate, and the clock is named',
      );
      findings.expect(server.handshakes() <= 2, 'no storm');
      findings.expect(rig.view('twitch').state !== 'running', 'not bypassed');
      expectShown(findings, rig, 'twitch', 'retry');
      return findings.outcome();
    },
  },
  {
    id: 'F14',
    expected: 'captive portal: reported as a network that needs a sign-in, recovers after the sign-in',
    run: async (seed) => {
      await using rig = await openRig({
        seed,
        platforms: ['twitch'],
        before: ({ twitch }) => void (twitch.faults.refuseConnections = 200),
      });
      const findings = new Findings();
      await until(() => rig.shown.length > 0, 8_000);
      const reason = rig.view('twitch').supervision.lastFailure?.message ?? '';
      findings.note(`"${reason.slice(0, 120)}"`);
      findings.expect(/web page/.test(reason) && /sign in/.test(reason), 'the reason is the network');
      expectShown(findings, rig, 'twitch', 'retry');
      rig.servers.twitch.faults.refuseConnections = false;
      findings.expect(await rig.running('twitch', 10_000), 'recovers automatically');
      return findings.outcome();
    },
  },
  {
    id: 'T25',
    expected: 'dead link noticed <= 10 s on all three, all at once',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['twitch', 'discord', 'obs'] });
      const findings = new Findings();
      await settleIn(rig, 'twitch', 'discord', 'obs');
      const since = rig.clock.monotonic();
      rig.servers.twitch.faults.freezeConnections();
      rig.servers.discord.faults.freezeLinks();
      rig.servers.obs.faults.answer(false);
      for (const platform of ['twitch', 'discord', 'obs'] as const) {
        const noticed = await rig.noticed(platform, since, 15_000);
        findings.note(`${platform} ${noticed === null ? 'never' : seconds(noticed)}`);
        findings.expect(noticed !== null && noticed <= 10_250, `${platform} within 10 s`);
      }
      return findings.outcome();
    },
  },
];

/** Returns true when a connection to the address hangs, as with a black hole, instead of failing at once. */
const hangsOn = async (address: string): Promise<boolean> =>
  await new Promise((resolve) => {
    const socket = connect({ host: address, port: 9 });
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(true);
    }, 400);
    socket.once('error', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
