import { request } from 'node:http';
import { connect } from 'node:net';
import {
  failed,
  notApplicable,
  policyProblems,
  proved,
  unknown,
  type SecurityVerdict,
  type SecurityVerdicts,
} from '../shared/index.ts';
import { securityItems } from '#shared/model/index.ts';

export interface HeadlessSelfCheckOptions {
  /** Origin of the running server. */
  readonly origin: string;
  readonly ownerToken: string;
  readonly platform: NodeJS.Platform;
}

interface Trial {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly policy: string | null;
}

const limitMs = 5_000;

/** Sends a request byte by byte as described; `fetch` would correct its headers. */
const send = (
  origin: string,
  { method = 'GET', path = '/', headers, body }: Omit<Trial, 'what'>,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const call = request(
      { hostname, port, method, path, headers: { ...headers, ...length }, timeout: limitMs, agent: false },
      (answer) => {
        const policy = answer.headers['content-security-policy'];
        answer.resume();
        answer.once('close', () =>
          resolve({ status: answer.statusCode ?? 0, policy: typeof policy === 'string' ? policy : null }),
        );
      },
    );
    call.once('timeout', () => call.destroy(new Error('the server did not answer in time')));
    call.once('upgrade', (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, policy: null });
    });
    call.once('error', reject);
    call.end(body);
  });

/** Requests that the server must refuse, one for each guard. */
const forged = (ownerToken: string, origin: string): readonly Trial[] => [
  { what: 'a foreign host name', headers: { host: 'self-check.invalid' } },
  { what: 'a page of another site', headers: { 'sec-fetch-site': 'cross-site' } },
  { what: 'a caller without a token', path: '/api/health', headers: {} },
  { what: 'a token in the address', path: `/api/health?token=${ownerToken}`, headers: {} },
  { what: 'a token in a cookie', path: '/api/health', headers: { cookie: `token=${ownerToken}` } },
  {
    what: 'a foreign page with the token',
    path: '/api/health',
    headers: { authorization: `Bearer ${ownerToken}`, origin: 'https://self-check.invalid' },
  },
  {
    what: 'a form of a foreign page',
    method: 'POST',
    path: '/session',
    headers: { origin, 'content-type': 'text/plain' },
    body: '{}',
  },
  {
    what: 'a socket of a foreign page',
    path: '/socket',
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      origin: 'https://self-check.invalid',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.from('security-check-1').toString('base64'),
    },
  },
];

const checkSenders = async ({ origin, ownerToken }: HeadlessSelfCheckOptions): Promise<SecurityVerdict> => {
  const trials = forged(ownerToken, origin);
  for (const trial of trials) {
    const { status } = await send(origin, trial);
    if (status < 400) return failed(`The server answered ${trial.what}.`);
  }
  const own = await send(origin, {
    path: '/api/version',
    headers: { authorization: `Bearer ${ownerToken}` },
  });
  return own.status === 200
    ? proved(
        `Requests of ${trials.length} forged senders were refused, and one with the owner’s token was answered.`,
      )
    : unknown('Forged requests were refused, but one with the owner’s token was refused too.');
};

const checkPolicy = async ({ origin }: HeadlessSelfCheckOptions): Promise<SecurityVerdict> => {
  const [one, other] = [await send(origin, { headers: {} }), await send(origin, { headers: {} })];
  if (one.status !== 200) return unknown('The window is not built, so there is no document to request.');
  const [problem] = [...policyProblems(one.policy), ...policyProblems(other.policy)];
  if (problem !== undefined) return failed(`The policy of the window is too weak: ${problem}.`);
  return one.policy === other.policy
    ? failed('The window is served with the same nonce more than once.')
    : proved('The window was requested twice, and was served with a strict policy and a new nonce.');
};

/** True when a connection to another address of this machine succeeds. */
const answersAt = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: limitMs });
    const end = (answers: boolean) => () => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
    socket.once('timeout', end(false));
  });

const checkAddress = async ({ origin, platform }: HeadlessSelfCheckOptions): Promise<SecurityVerdict> => {
  const { hostname, port } = new URL(origin);
  if (hostname !== '127.0.0.1') return failed(`The server has the address ${hostname}.`);
  if (platform !== 'linux') return unknown('Other addresses of this machine can only be tried on Linux.');
  return (await answersAt('127.0.0.2', Number(port)))
    ? failed('The server answers on other addresses than 127.0.0.1.')
    : proved('The window comes from 127.0.0.1, and another address of this machine was refused.');
};

/**
 * Checks the running server as far as Electron's checklist applies to it: its address, the policy of its
 * documents, and the guards against forged senders. The other items are about Electron.
 */
export const checkHeadless = async (options: HeadlessSelfCheckOptions): Promise<SecurityVerdicts> => {
  const verdicts = new Map<number, SecurityVerdict>(
    securityItems.map(({ number }) => [
      number,
      notApplicable('This Cuelight runs without Electron. Its window is a page in a browser.'),
    ]),
  );
  const checks = [
    [1, checkAddress],
    [7, checkPolicy],
    [17, checkSenders],
  ] as const;
  for (const [number, check] of checks) {
    try {
      verdicts.set(number, await check(options));
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      verdicts.set(number, unknown(`The check could not be run: ${reason}.`));
    }
  }
  return verdicts;
};
