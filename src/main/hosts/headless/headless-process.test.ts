import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const entry = join(import.meta.dirname, 'testing', 'fake-headless.ts');

/** A real process of the headless host with its output. */
class Host {
  readonly child: ChildProcess;
  readonly #closed: Promise<number | null>;
  out = '';
  error = '';

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [entry, ...args], {
      env: { ...process.env, NODE_NO_WARNINGS: '1', DISPLAY: '', WAYLAND_DISPLAY: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#closed = once(this.child, 'close').then(() => this.child.exitCode);
    this.child.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString('utf8')));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.error += chunk.toString('utf8')));
  }

  async until(text: string): Promise<void> {
    for (let turn = 0; turn < 1_000; turn += 1) {
      if (this.out.includes(text) || this.error.includes(text)) return;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`The host never said "${text}". It said: ${this.out}${this.error}`);
  }

  /** Resolves with the exit code; null when a signal ended the process. */
  exitCode(): Promise<number | null> {
    return this.#closed;
  }

  /** Kills the process if it still runs. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#closed;
  }

  get origin(): string {
    return /http:\/\/127\.0\.0\.1:\d+/.exec(this.out)?.[0] ?? '';
  }
}

describe('the headless host as a process', () => {
  let home: string;
  const hosts: Host[] = [];
  const run = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Host => {
    const host = new Host(['--home', home, '--port', '0', ...args], env);
    hosts.push(host);
    return host;
  };

  const ask = (host: Host, path: string, session?: string, body: object = {}): Promise<Response> =>
    fetch(host.origin + path, {
      method: 'POST',
      headers: {
        origin: host.origin,
        'content-type': 'application/json',
        ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
      },
      body: JSON.stringify(body),
    });

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'cuelight-home-'));
  });
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.kill();
    await rm(home, { recursive: true });
  });

  it('announces once that it is ready with its link, and answers a client with the token', async () => {
    const host = run();
    await host.until('Open it in a browser');
    expect(host.out.match(/^Cuelight ready at http:\/\/127\.0\.0\.1:\d+$/gm)).toHaveLength(1);
    expect(host.out).toMatch(/^Open it in a browser: http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/m);
    const file = join(home, 'api-token');
    const token = (await readFile(file, 'utf8')).trim();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(host.out).not.toContain(token);
    const answer = await fetch(`${host.origin}/api/version`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await answer.json()).toMatchObject({ name: 'cuelight', version: '0.0.0-test', electron: null });
    expect((await fetch(`${host.origin}/api/version`)).status).toBe(403);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops in order at %s, with exit code 0', async (signal) => {
    const host = run();
    await host.until('Open it in a browser');
    host.child.kill(signal);
    expect(await host.exitCode()).toBe(0);
    expect(host.error.trim().split('\n').slice(-3)).toEqual([
      'The window is not built, so only the API is available. Run npm run build and restart Cuelight.',
      'event host.stopping',
      'stopped',
    ]);
  });

  it('stops during its start', async () => {
    const host = run([], { MISBEHAVIOUR: 'hangs-on-start' });
    await host.until('started');
    host.child.kill('SIGTERM');
    expect(await host.exitCode()).toBe(0);
    expect(host.out).toBe('');
  });

  it('aborts building within 5 s after a stop request', async () => {
    const host = run([], { MISBEHAVIOUR: 'hangs-on-build' });
    await host.until('built');
    const askedAt = performance.now();
    host.child.kill('SIGTERM');
    expect(await host.exitCode()).toBe(1);
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    expect(host.error).toContain('Cuelight was stopped during its start');
    expect(host.out).toBe('');
  });

  it.each(['stderr', 'stdout'] as const)('continues when its %s is closed', async (name) => {
    const host = run(['--rehearsal']);
    await host.until('Open it in a browser');
    const token = (await readFile(join(home, 'api-token'), 'utf8')).trim();
    /** Returns the start time of the program that answers; 0 while none does. */
    const startedAt = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${host.origin}/api/version`, { headers }).catch(() => null);
      const state = (await answer?.json().catch(() => null)) as
        { run?: { startedAt: number } } | null | undefined;
      return state?.run?.startedAt ?? 0;
    };
    const before = await startedAt();
    expect(before).toBeGreaterThan(0);
    host.child[name]?.destroy();
    // Stops and builds an application, which writes to both streams.
    await fetch(`${host.origin}/api/mode`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ mode: 'live' }),
    });
    // The later start time reveals the new program, however quick the switch is.
    await expect.poll(startedAt, { timeout: 50_000, interval: 20 }).toBeGreaterThan(before);
    host.child.kill('SIGTERM');
    expect(await host.exitCode()).toBe(0);
  });

  it('starts and stops with a console that fails every write', async () => {
    const script = `exec "$@" >/dev/full 2>/dev/full`;
    const args = ['-c', script, 'sh', process.execPath, entry, '--home', home, '--port', '0'];
    const child = spawn('sh', args, { env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' } });
    const closed = once(child, 'close');
    // Announced by a file, since this console shows nothing.
    while (!(await readFile(join(home, 'instance.json'), 'utf8').catch(() => '')).includes('origin'))
      await new Promise((next) => setTimeout(next, 20));
    child.kill('SIGTERM');
    await closed;
    expect(child.exitCode).toBe(0);
  });

  it('switches the mode at the same address, and accepts the same window', async () => {
    const host = run(['--rehearsal']);
    await host.until('Open it in a browser');
    const token = (await readFile(join(home, 'api-token'), 'utf8')).trim();
    const opened = await ask(host, '/session', undefined, { token: /#token=([\w-]+)/.exec(host.out)?.[1] });
    const { session } = (await opened.json()) as { session: string };
    const answer = await fetch(`${host.origin}/api/mode`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ mode: 'live' }),
    });
    expect(await answer.json()).toEqual({ mode: 'live' });
    await host.until('Cuelight ready again');
    expect(host.out).toContain(`Cuelight ready again at ${host.origin}\n`);
    const built = host.error
      .split('\n')
      .flatMap((line) => (line.startsWith('built ') ? [JSON.parse(line.slice(6)) as { mode: unknown }] : []));
    expect(built.map(({ mode }) => mode)).toEqual(['rehearsal', 'live']);
    expect(host.error).toContain('event host.switching-mode\nstopped\nbuilt');
    expect((await ask(host, '/session/ticket', session)).status).toBe(200);
    host.child.kill('SIGTERM');
    expect(await host.exitCode()).toBe(0);
  });

  it('answers the request to quit, stops in order, and exits with code 0', async () => {
    const host = run(['--rehearsal']);
    await host.until('Open it in a browser');
    const token = (await readFile(join(home, 'api-token'), 'utf8')).trim();
    const answer = await fetch(`${host.origin}/api/quit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect(await host.exitCode()).toBe(0);
    expect(host.error).toContain('event host.stopping\nstopped\n');
  });

  it('exits with code 1 within 5 s when a component does not stop', async () => {
    const host = run([], { MISBEHAVIOUR: 'hangs-on-stop' });
    await host.until('Open it in a browser');
    const askedAt = performance.now();
    host.child.kill('SIGTERM');
    expect(await host.exitCode()).toBe(1);
    expect(performance.now() - askedAt).toBeLessThan(10_000);
  });

  it('exits at once after the second signal', async () => {
    const host = run([], { MISBEHAVIOUR: 'hangs-on-stop' });
    await host.until('Open it in a browser');
    host.child.kill('SIGINT');
    await host.until('stopped');
    host.child.kill('SIGINT');
    expect(await host.exitCode()).toBe(1);
  });

  it('records an uncaught error, stops in order, and exits with code 1', async () => {
    const host = run([], { MISBEHAVIOUR: 'crashes' });
    expect(await host.exitCode()).toBe(1);
    expect(host.error).toContain('event host.crashed');
    expect(host.error.trim().endsWith('stopped')).toBe(true);
  });

  it('continues after an unhandled rejection, and reports it', async () => {
    const host = run([], { MISBEHAVIOUR: 'forgets-a-promise' });
    await host.until('event host.promise-rejected');
    host.child.kill('SIGTERM');
    expect(await host.exitCode()).toBe(0);
    expect(host.error).not.toContain('event host.crashed');
  });

  it('names a taken port, replaces the token, and tries no other port', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const file = join(home, 'api-token');
    await writeFile(file, 'T'.repeat(43), { mode: 0o600 });
    const host = run(['--port', String(port)]);
    expect(await host.exitCode()).toBe(1);
    expect(host.error).toContain(
      `The port ${port} on 127.0.0.1 is used by another program. Stop that program, or start Cuelight with --port N.`,
    );
    expect(host.out).toBe('');
    expect(await readFile(file, 'utf8')).not.toContain('T'.repeat(43));
    squatter.close();
  });

  it('locks the home for one instance, and names its address to the second', async () => {
    const first = run();
    await first.until('Open it in a browser');
    const second = run();
    expect(await second.exitCode()).toBe(1);
    expect(second.error).toContain(
      `Cuelight is already running at ${first.origin} (process ${first.child.pid})`,
    );
    expect(second.error).not.toContain('built');
    await first.kill();
    const third = run();
    await third.until('Open it in a browser');
  });

  it.each([
    [['--prot', '1'], 2, 'Unknown option --prot. Run with --help to see the options.'],
    [['--port', '70000'], 2, '"70000" is not a port'],
    [['--rehearsal', '--live'], 2, 'either a rehearsal or live'],
    [
      ['--token-file', '/nonexistent/token'],
      1,
      'The token file /nonexistent/token cannot be written (ENOENT)',
    ],
    [['--home', '/dev/null/home'], 1, 'Cuelight cannot write to its home /dev/null/home'],
  ])('answers %j with exit code %i and one sentence', async (args, exitCode, sentence) => {
    const host = run(args);
    expect(await host.exitCode()).toBe(exitCode);
    expect(host.error).toContain(sentence);
    expect(host.error.trim().split('\n')).toHaveLength(1);
    expect(host.out).toBe('');
  });

  it('prints its help and its version', async () => {
    const help = run(['--help']);
    expect(await help.exitCode()).toBe(0);
    expect(help.out).toContain('--token-file F');
    const version = run(['--version']);
    expect(await version.exitCode()).toBe(0);
    expect(version.out).toBe('0.0.0-test\n');
  });
});
