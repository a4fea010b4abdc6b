import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import { createCryptoRandom } from '#main/platform/index.ts';

const entry = join(import.meta.dirname, '..', 'headless.ts');
const until = { timeout: 60_000, interval: 200 };

const random = createCryptoRandom();
/** Thirty letters and digits, like a Twitch token. */
const token = (): string =>
  Array.from({ length: 30 }, (_, index) =>
    index % 3 === 0
      ? Math.floor(random.next() * 10)
      : String.fromCharCode(97 + Math.floor(random.next() * 26)),
  ).join('');

/** One secret for each way by which a person can enter one. */
const createCanaries = () => ({
  field: `field-${token()}`,
  environment: `variable-${token()}`,
  passphrase: `phrase-${token()}`,
  setting: token(),
  chat: token(),
  bearer: token(),
  address: token(),
  scene: token(),
  search: token(),
  file: token(),
  imported: token(),
  path: token(),
  obsPassword: `Ob5-${token()}`,
  replaced: `Ob5-${token()}`,
  /** Contains characters that are escaped in an address, a JSON string and base64. */
  encoded: `p@ss "${token()}"/+?&ü`,
  discord: `MTA${token().slice(0, 21)}.Ga${token().slice(0, 4)}.${token()}`,
  webhook: `${token()}${token()}`,
});
type Canaries = ReturnType<typeof createCanaries>;

/** The program as a separate process, reached as a script would reach it. */
const startProgram = async (home: string, canaries: Canaries) => {
  const child = spawn(
    process.execPath,
    [entry, '--home', home, '--port', '0', '--rehearsal', '--log-level', 'debug'],
    {
      env: {
        PATH: process.env['PATH'],
        CUELIGHT_KEYRING: 'off',
        CUELIGHT_VAULT_PASSPHRASE: canaries.passphrase,
        CUELIGHT_SECRET_OBS_PASSWORD_MAIN: canaries.environment,
        CUELIGHT_CHAT_PRESENCE_TWITCH_CHANNEL: `oauth:${canaries.setting}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const closed = once(child, 'close');
  const origin = await vi.waitFor(() => {
    const found = /ready at (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
    if (found === undefined) throw new Error(`The program is not ready. It said: ${said}`);
    return found;
  }, until);
  const key = readFileSync(join(home, 'api-token'), 'utf8').trim();
  return {
    key,
    said: () => said,
    /** Returns the body as text, whatever the status. */
    call: async (method: string, path: string, body?: object): Promise<string> => {
      const answer = await fetch(`${origin}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      return answer.text();
    },
    stop: async (): Promise<void> => {
      child.kill('SIGTERM');
      await closed;
    },
  };
};

const filesIn = (home: string): readonly string[] =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entryOf) => entryOf.isFile())
    .map((entryOf) => join(entryOf.parentPath, entryOf.name));

/** Returns a secret in the forms in which it can appear in a file. */
const formsOf = (secret: string): readonly Buffer[] =>
  [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64').replace(/=*$/, '').slice(0, -1),
  ].map((text) => Buffer.from(text));

it('writes an entered secret nowhere but in the vault', async () => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-canary-'));
  const canaries = createCanaries();
  const program = await startProgram(home, canaries);
  const answers: string[] = [];
  /** The two access tokens: one has a file of its own, and the other is shown once to its requester. */
  let hosts: { readonly apiToken: string; readonly dockToken: string } | null = null;
  try {
    const call = async (...request: Parameters<typeof program.call>): Promise<string> => {
      const answer = await program.call(...request);
      answers.push(answer);
      return answer;
    };
    await vi.waitFor(
      async () => expect(await program.call('GET', '/health')).toContain('Everything is healthy'),
      until,
    );

    expect(
      await call('PUT', '/secrets/twitch-token', { name: 'twitch-token', value: canaries.field }),
    ).toContain('set');
    const keep = async (name: string, value: string): Promise<void> =>
      expect(await call('PUT', `/secrets/${name}`, { name, value })).toContain('set');
    await keep('obs-second-password', canaries.replaced);
    await keep('obs-second-password', canaries.obsPassword);
    await keep('obs-third-password', canaries.encoded);
    await keep('discord-token', canaries.discord);
    await keep('discord-webhook', `https://discord.com/api/webhooks/123456789/${canaries.webhook}`);
    // A password that is a common word must not damage lines and events that contain the word.
    await keep('obs-fourth-password', 'message');
    const send = (text: string): Promise<string> => call('POST', '/chat/send', { platform: 'twitch', text });
    for (const secret of [
      canaries.obsPassword,
      canaries.encoded,
      encodeURIComponent(canaries.encoded),
      canaries.discord,
      canaries.webhook,
      canaries.passphrase,
      program.key,
      'my password: message',
    ])
      expect(await send(`mine is ${secret}`)).toContain('looks-secret');
    for (const talk of [
      'The secret: practice every message',
      'https://example.com/redeem?code=WELCOME10&key=4',
    ])
      expect(await send(talk)).toContain('delivered');
    // Errors of libraries and platforms repeat their input.
    for (const words of [
      `connect failed ws://me:${canaries.obsPassword}@127.0.0.1:1`,
      `{"password":"${canaries.obsPassword}"}`,
      encodeURIComponent(canaries.encoded),
      `Basic ${Buffer.from(`me:${canaries.encoded}`).toString('base64')}`,
      `Bearer ${canaries.discord}`,
      `https://discord.com/api/webhooks/123456789/${canaries.webhook}`,
      program.key,
    ])
      await call('POST', '/obs/obs:main/scene', { scene: words });
    const { address } = JSON.parse(await program.call('POST', '/docks', { name: 'Canary' })) as {
      address: string;
    };
    const dockToken = address.split('token=')[1] ?? '';
    expect(dockToken).not.toBe('');
    hosts = { apiToken: program.key, dockToken };
    expect(await send(`look at ${address}`)).toContain('looks-secret');
    await call('POST', '/obs/obs:main/scene', { scene: dockToken });
    for (const target of ['obs', 'discord', 'twitch-chat']) await call('POST', '/settings/test', { target });
    const withTokens = await call('POST', '/chat/send', {
      platform: 'twitch',
      text: `my token is oauth:${canaries.chat} and Authorization: Bearer ${canaries.bearer}`,
    });
    expect(withTokens).toContain('looks-secret');
    const harmless = { platform: 'twitch', text: 'nothing to hide here' };
    expect(await call('POST', '/chat/send', harmless)).toContain('delivered');
    const instances = [{ name: 'main', address: `ws://me:${canaries.address}@127.0.0.1:1`, enabled: true }];
    expect(await call('PATCH', '/settings', { path: 'chat-presence.obs', values: { instances } })).toContain(
      'looks-secret',
    );
    await call('PATCH', '/settings', { path: canaries.path, values: {} });
    await call('POST', '/obs/obs:main/scene', { scene: `oauth:${canaries.scene}` });
    await call('GET', `/viewers?name=oauth:${canaries.search}`);
    await call('GET', `/events?text=oauth:${canaries.search}`);
    const imported = { version: 1, 'chat-presence': { twitch: { channel: `oauth:${canaries.imported}` } } };
    expect(await call('POST', '/settings/import', { content: JSON.stringify(imported) })).toContain(
      'looks-secret',
    );
    // Written by hand into the settings file, which belongs to the person. It must not appear anywhere else.
    writeFileSync(
      join(home, 'settings.json'),
      JSON.stringify({ version: 1, 'chat-presence': { twitch: { login: `oauth:${canaries.file}` } } }),
    );
    await vi.waitFor(
      async () => expect(await program.call('GET', '/settings')).toContain('looks like a password or token'),
      until,
    );
    await call('GET', '/settings');
    await call('GET', '/settings/export');
    await call('GET', '/components/obs:main');
    await call('GET', '/events?limit=1000');
    await call('POST', '/backups', {});
    const now = Date.now();
    await call('POST', '/diagnostics', { from: now - 600_000, to: now + 60_000, withChat: true });
    const { viewers } = JSON.parse(await call('GET', '/viewers?name=lantern_cove_rehearsal')) as {
      viewers: { platform: string; userId: string }[];
    };
    expect(viewers.length).toBeGreaterThan(0);
    for (const { platform, userId } of viewers) {
      const record = await call('GET', `/viewers/${platform}/${userId}`);
      expect(record).toContain('nothing to hide here');
      expect(record).toContain('The secret: practice every message');
      expect(record).toContain('https://example.com/redeem?code=WELCOME10&key=4');
    }
    const { events } = JSON.parse(await call('GET', '/events?limit=1000')) as {
      events: { topic: string; data: Record<string, unknown> }[];
    };
    const sent = events.filter(({ topic }) => topic === 'chat.sent');
    expect(sent.length).toBeGreaterThan(0);
    for (const { data } of sent) expect(data).toHaveProperty('messageId');
  } finally {
    await program.stop();
  }

  const ofThePerson = new Set(['settings.json', 'vault.json', 'api-token'].map((file) => join(home, file)));
  const written = filesIn(home).filter((file) => !ofThePerson.has(file));
  expect(written.some((file) => file.endsWith('.cuelight'))).toBe(true);
  expect(written.some((file) => file.includes('asked-for'))).toBe(true);
  expect(written.some((file) => file.endsWith('cuelight.log'))).toBe(true);
  const bytes: [string, Buffer][] = written.map((file) => {
    const content = readFileSync(file);
    return [file, file.endsWith('.cuelight') ? gunzipSync(content) : content];
  });
  // A search text is returned to its requester, and to nobody else.
  bytes.push(
    ['what it said', Buffer.from(program.said())],
    ['what it answered', Buffer.from(answers.join('\n'))],
  );
  const found = Object.entries({ ...canaries, ...hosts }).flatMap(([way, secret]) =>
    bytes
      .filter(([, content]) => formsOf(secret).some((form) => content.includes(form)))
      .map(([name]) => `${way} in ${name}`),
  );
  expect(found).toEqual([]);
  rmSync(home, { recursive: true, force: true });
}, 180_000);
