import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import electronUpdater from 'electron-updater';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRecordingLogger } from '#core/testing/index.ts';
import { createUpdateHost } from '#main/hosts/electron/update-host.ts';
import { readUpdateSource, UpdateMemory, Updates } from '#main/updates/index.ts';
import { publicKeyText, type PackageKind } from '#main/updates/publish.ts';
import { openFeedServer } from '#main/updates/testing/feed-server.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { ok } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { signFeed } from './signed-feed.ts';

/**
 * The whole way of an update on this machine: the release's tool signs a feed, a server on loopback has it,
 * the program reads it, and the real electron-updater hands the package to its installer.
 */

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const foreign = generateKeyPairSync('ed25519').privateKey;
const never = new AbortController().signal;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuelight-update-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

interface ReleaseFacts {
  readonly version?: string;
  readonly key?: typeof privateKey;
  readonly kind: PackageKind;
  readonly content: string;
}

/** Signs a release and puts it on a server. */
const publish = async ({ version = '1.3.0', key = privateKey, kind, content }: ReleaseFacts) => {
  const name = `Cuelight-${version}-x64.${{ appimage: 'AppImage', deb: 'deb', nsis: 'exe' }[kind]}`;
  const dist = await mkdtemp(join(folder, 'dist-'));
  await writeFile(join(dist, name), content);
  const signed = await signFeed(
    {
      channel: 'stable',
      platform: 'linux',
      arch: 'x64',
      version,
      minimumVersion: null,
      releasedAt: '2026-11-30T12:00:00.000Z',
      notes: '- Faster scenes',
    },
    [{ kind, file: join(dist, name) }],
    key,
  );
  if (!signed.ok) throw new Error(signed.error);
  const server = await openFeedServer({ [signed.value.name]: signed.value.text, [name]: content });
  return { server, name, feed: signed.value.name };
};

/** The host of a program that was installed from a .deb, or from an AppImage when the environment says so. */
const installHost = async (version: string, source: { feed: string; keys: string } | null) => {
  const acts: string[] = [];
  const resourcesPath = join(folder, 'resources');
  await mkdir(resourcesPath, { recursive: true });
  await writeFile(join(resourcesPath, 'package-type'), 'deb\n');
  const hosted = createUpdateHost({
    app: {
      isPackaged: true,
      getVersion: () => version,
      getName: () => 'Cuelight',
      relaunch: () => void acts.push('relaunch'),
      quit: () => void acts.push('quit'),
      releaseSingleInstanceLock: () => void acts.push('unlock'),
    },
    process: {
      platform: 'linux',
      arch: 'x64',
      env: process.env,
      execPath: join(folder, 'mount', 'cuelight'),
      argv: ['cuelight'],
      resourcesPath,
    },
    source,
    loadLibrary: () => Promise.resolve(electronUpdater),
    logger: createRecordingLogger(),
    closeWindows: () => void acts.push('close windows'),
  });
  return { ...hosted, acts };
};

/** An installed program in version 1.2.0 that updates itself from a server. */
const installProgram = async (base: URL, version = '1.2.0') => {
  const emitted: TopicDraft[] = [];
  const { host, handOver, acts } = await installHost(version, {
    feed: base.href,
    keys: publicKeyText(publicKey),
  });
  const source = readUpdateSource(host, { version, rehearsing: false });
  if (typeof source === 'string') throw new Error(source);
  const updates = new Updates(
    {
      version,
      clock: createFakeClock(),
      memory: await UpdateMemory.open(join(folder, 'updates.json'), (problem) => void acts.push(problem)),
      settings: () => ({ channel: 'stable', automatic: true }),
      emit: (draft) => void emitted.push(draft),
      onAir: () => null,
      backUp: () => {
        acts.push('back up');
        return Promise.resolve(ok('backup-1'));
      },
      lifetime: never,
      folder: join(folder, 'updates'),
      soon: (act) => act(),
    },
    { host, source },
  );
  return { updates, acts, emitted, handOver };
};

/** Pretends that this process runs from an AppImage. */
const pretendAppImage = async (name: string): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, 'the old version');
  vi.stubEnv('APPIMAGE', file);
  vi.stubEnv('APPDIR', join(folder, 'mount'));
  return file;
};

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

describe.skipIf(process.platform !== 'linux')('an update by the real electron-updater', () => {
  it('replaces an AppImage and starts the new one, after the backup and the stop', async () => {
    const old = await pretendAppImage('Cuelight-1.2.0-x64.AppImage');
    const started = join(folder, 'started');
    const { server, name, feed } = await publish({
      kind: 'appimage',
      content: `#!/bin/sh\necho "$APPIMAGE_SILENT_INSTALL" > ${started}\n`,
    });
    const { updates, acts, emitted, handOver } = await installProgram(server.base);

    expect(await updates.check(never)).toMatchObject({ ok: true, value: { outcome: 'available' } });
    expect(updates.status.available).toMatchObject({ version: '1.3.0', notes: '- Faster scenes' });
    expect(await updates.install('1.3.0', never)).toEqual({ ok: true, value: { backup: 'backup-1' } });
    // Nothing is replaced while the program runs.
    expect(await readFile(old, 'utf8')).toBe('the old version');
    expect(acts).toEqual(['back up', 'quit']);

    handOver();
    expect(acts).toEqual(['back up', 'quit', 'close windows', 'unlock']);
    expect(await exists(old)).toBe(false);
    expect((await stat(join(folder, name))).mode & 0o111).not.toBe(0);
    await vi.waitFor(async () => expect(await readFile(started, 'utf8')).toBe('true\n'), 20_000);
    // The library asked for nothing but the package.
    expect(server.asked).toEqual([feed, name]);
    expect(emitted.map(({ topic }) => topic.name)).toEqual(['update.available', 'update.installing']);
    expect(JSON.parse(await readFile(join(folder, 'updates.json'), 'utf8'))).toMatchObject({
      highestSeen: { stable: '1.3.0' },
      pending: { from: '1.2.0', to: '1.3.0', backup: 'backup-1' },
    });
  });

  it('keeps the old AppImage when the new one cannot be moved into its place, and starts it again', async () => {
    const old = await pretendAppImage('Cuelight.AppImage');
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'mv'), '#!/bin/sh\nexit 1\n');
    await chmod(join(bin, 'mv'), 0o755);
    vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
    const { server } = await publish({ kind: 'appimage', content: '#!/bin/sh\n' });
    const { updates, acts, handOver } = await installProgram(server.base);
    await updates.check(never);
    expect((await updates.install('1.3.0', never)).ok).toBe(true);
    handOver();
    expect(acts.at(-1)).toBe('relaunch');
    expect(await readFile(old, 'utf8')).toBe('the old version');
    expect(await exists(`${old}.previous`)).toBe(false);
  });

  /** Replaces the installer of the system, and records its command line. */
  const fakeInstaller = async (exitCode: number): Promise<string> => {
    const bin = join(folder, 'bin');
    const log = join(folder, 'dpkg.log');
    await mkdir(bin);
    const scripts = {
      dpkg: `#!/bin/sh\necho "$@" >> ${log}\nexit ${exitCode}\n`,
      'apt-get': `#!/bin/sh\nexit ${exitCode}\n`,
      // Asks for the password of an administrator, for a test that is none.
      pkexec: '#!/bin/sh\nshift\nexec "$@"\n',
    };
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(join(bin, name), script);
      await chmod(join(bin, name), 0o755);
    }
    vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
    vi.stubEnv('APPIMAGE', undefined);
    return log;
  };

  it('hands a .deb to dpkg and starts Cuelight again', async () => {
    const log = await fakeInstaller(0);
    const { server, name } = await publish({ kind: 'deb', content: 'a package' });
    const { updates, acts, handOver } = await installProgram(server.base);
    await updates.check(never);
    expect((await updates.install('1.3.0', never)).ok).toBe(true);
    handOver();
    const command = await readFile(log, 'utf8');
    expect(command).toMatch(/^-i \S+\n$/);
    expect(basename(command.trim())).toBe(name);
    expect(acts).toEqual(['back up', 'quit', 'close windows', 'unlock', 'relaunch']);
  });

  it('starts the old version again when dpkg fails, which then says so', async () => {
    await fakeInstaller(1);
    const { server } = await publish({ kind: 'deb', content: 'a package' });
    const program = await installProgram(server.base);
    await program.updates.check(never);
    await program.updates.install('1.3.0', never);
    program.handOver();
    expect(program.acts.filter((act) => act === 'relaunch')).toEqual(['relaunch']);

    const again = await installProgram(server.base);
    await again.updates.settle();
    expect(again.updates.status.lastInstall).toMatchObject({ to: '1.3.0', outcome: 'not-installed' });
    expect(again.emitted.map(({ topic }) => topic.name)).toEqual(['update.not-installed']);
  });

  it('is reported by the new version', async () => {
    await fakeInstaller(0);
    const { server } = await publish({ kind: 'deb', content: 'a package' });
    const program = await installProgram(server.base);
    await program.updates.check(never);
    await program.updates.install('1.3.0', never);
    program.handOver();

    const next = await installProgram(server.base, '1.3.0');
    await next.updates.settle();
    expect(next.emitted.map(({ topic }) => topic.name)).toEqual(['update.installed']);
    expect(next.updates.status.lastInstall).toMatchObject({ from: '1.2.0', outcome: 'installed' });
    // Only once.
    await next.updates.settle();
    expect(next.emitted).toHaveLength(1);
  });

  it('takes a package of an earlier attempt only if it is the one of the feed', async () => {
    await fakeInstaller(0);
    const { server, name } = await publish({ kind: 'deb', content: 'a package' });
    const first = await installProgram(server.base);
    await first.updates.check(never);
    await first.updates.install('1.3.0', never);
    const kept = join(folder, 'updates/downloads/pending', name);
    expect(await readFile(kept, 'utf8')).toBe('a package');

    const second = await installProgram(server.base);
    await second.updates.check(never);
    await second.updates.install('1.3.0', never);
    expect(server.asked.filter((path) => path === name)).toHaveLength(1);

    await writeFile(kept, 'A package');
    const third = await installProgram(server.base);
    await third.updates.check(never);
    expect((await third.updates.install('1.3.0', never)).ok).toBe(true);
    expect(await readFile(kept, 'utf8')).toBe('a package');
    expect(server.asked.filter((path) => path === name)).toHaveLength(2);
  });

  it('refuses a tampered package, and makes no backup and no stop for it', async () => {
    const log = await fakeInstaller(0);
    const { server, name } = await publish({ kind: 'deb', content: 'a package' });
    server.answers[name] = 'A package';
    const { updates, acts, emitted, handOver } = await installProgram(server.base);
    await updates.check(never);
    expect(await updates.install('1.3.0', never)).toMatchObject({
      ok: false,
      error: { code: 'update.package-tampered' },
    });
    handOver();
    expect(acts).toEqual([]);
    expect(await exists(log)).toBe(false);
    expect(emitted.at(-1)?.data).toEqual({ code: 'update.package-tampered' });
    expect(updates.status).toMatchObject({ stage: 'idle', progress: null });
  });

  it.each([
    ['a wrong key', { version: '1.3.0', key: foreign }, 'update.wrong-key'],
    ['a downgrade', { version: '1.1.0' }, 'update.downgrade'],
  ])('refuses %s by name, and asks for no package', async (_what, facts, code) => {
    await fakeInstaller(0);
    const { server, name } = await publish({ kind: 'deb', content: 'a package', ...facts });
    const { updates, acts } = await installProgram(server.base);
    expect(await updates.check(never)).toMatchObject({ ok: false, error: { code } });
    expect(await updates.install(facts.version, never)).toMatchObject({
      ok: false,
      error: { code: 'update.not-found' },
    });
    expect(server.asked).not.toContain(name);
    expect(acts).toEqual([]);
  });

  it('is refused by the library itself when it is no newer version', async () => {
    const { server } = await publish({ kind: 'deb', content: 'a package' });
    vi.stubEnv('APPIMAGE', undefined);
    const { host } = await installHost('1.4.0', null);
    const opened = await host.openUpdater(join(folder, 'updates'));
    if (!opened.ok) throw opened.error;
    const update = {
      version: '1.3.0',
      releasedAt: '2026-11-30T12:00:00.000Z',
      url: new URL('Cuelight-1.3.0-x64.deb', server.base),
      sha512: '',
      size: 9,
    };
    const fetched: string[] = [];
    const fetch = (url: URL): Promise<void> => {
      fetched.push(url.href);
      return Promise.resolve();
    };
    expect(await opened.value.download(update, fetch)).toMatchObject({
      ok: false,
      error: { code: 'update.not-accepted' },
    });
    expect(fetched).toEqual([]);
  });
});
