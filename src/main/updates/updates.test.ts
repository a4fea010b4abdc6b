import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { UpdateChannel, UpdateSupport } from '#shared/model/index.ts';
import type { FetchPackage, VerifiedUpdate } from './ports/index.ts';
import { readUpdateSource } from './update-source.ts';
import { UpdateMemory } from './update-memory.ts';
import { Updates } from './updates.ts';
import { implementUpdates } from './operations.ts';
import { createTestKey, openFeedServer, plainFeed, sealFeed } from './testing/feed-server.ts';

const never = new AbortController().signal;
const content = Buffer.from('a package');
const own = createTestKey();
const feedPath = 'cuelight-stable-linux-x64.json';
const packagePath = 'Cuelight-1.3.0-x64.AppImage';

/** A program of version 1.2.0 with a feed on loopback, and a library that only downloads. */
const openProgram = async (
  feed: string = sealFeed(plainFeed({}, content), own.privateKey),
  support?: Exclude<UpdateSupport, 'ready'>,
) => {
  const folder = await mkdtemp(join(tmpdir(), 'cuelight-updates-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = await openFeedServer({ [feedPath]: feed, [packagePath]: content });
  const state = {
    channel: 'stable' as UpdateChannel,
    onAir: null as string | null,
    backup: ok('backup-1') as Result<string, Fault>,
    /** Called when the download has ended. */
    downloaded: (): void => undefined,
    /** Called when the backup has been made. */
    backedUp: (): void => undefined,
  };
  const emitted: TopicDraft[] = [];
  const acts: string[] = [];
  const memoryFile = join(folder, 'updates.json');
  const problems: string[] = [];
  const source = readUpdateSource(
    { source: { feed: server.base.href, keys: own.text }, kind: 'appimage' },
    { version: '1.2.0', rehearsing: false },
  );
  if (typeof source === 'string') throw new TypeError(source);
  const library = {
    download: async ({ url }: VerifiedUpdate, fetch: FetchPackage): Promise<Result<string, Fault>> => {
      const file = join(folder, 'package');
      try {
        await fetch(url, file);
      } catch (thrown) {
        return err(Fault.from(thrown));
      }
      state.downloaded();
      return ok(file);
    },
    install: () => acts.push('install') > 0,
  };
  const host = {
    platform: 'linux',
    arch: 'x64',
    openUpdater: async () => ok(library),
    installAfterStop: (install: () => boolean) => void (acts.push('stop'), install()),
  };
  const open = async (version = '1.2.0'): Promise<Updates> =>
    new Updates(
      {
        version,
        clock: createFakeClock(1_000),
        memory: await UpdateMemory.open(memoryFile, (problem) => void problems.push(problem)),
        settings: () => ({ channel: state.channel, automatic: true }),
        emit: (draft) => void emitted.push(draft),
        onAir: () => state.onAir,
        backUp: async () => {
          acts.push('back up');
          state.backedUp();
          return state.backup;
        },
        lifetime: never,
        folder,
        soon: (act) => act(),
      },
      support ?? { host, source },
    );
  const topics = (): readonly string[] => emitted.map(({ topic }) => topic.name);
  return { updates: await open(), open, server, state, topics, emitted, acts, memoryFile, problems };
};

describe('a check', () => {
  it('finds an update, with what changed, and reports it once', async () => {
    const { updates, topics } = await openProgram();
    expect(updates.status).toMatchObject({ lastCheck: null, available: null });
    await updates.check(never);
    await updates.check(never);
    expect(updates.status).toMatchObject({
      support: 'ready',
      available: { version: '1.3.0', notes: '- Faster scenes', bytes: 9, releasedAt: 1_796_040_000_000 },
      lastCheck: { outcome: 'available', code: null },
    });
    expect(topics()).toEqual(['update.available']);
  });

  it('shares one request with another check at the same time', async () => {
    const { updates, server } = await openProgram();
    await Promise.all([updates.check(never), updates.check(never)]);
    expect(server.asked).toEqual([feedPath]);
  });

  it('says that the running version is the newest', async () => {
    const { updates, topics } = await openProgram(sealFeed(plainFeed({ version: '1.2.0' }), own.privateKey));
    expect(await updates.check(never)).toMatchObject({ ok: true, value: { outcome: 'current' } });
    expect(topics()).toEqual([]);
  });

  it('reports a refused feed once, and forgets the update that was found before', async () => {
    const { updates, server, topics, emitted } = await openProgram();
    await updates.check(never);
    server.answers[feedPath] = sealFeed(plainFeed(), createTestKey().privateKey);
    await updates.check(never);
    await updates.check(never);
    expect(updates.status).toMatchObject({
      available: null,
      lastCheck: { outcome: 'refused', code: 'update.wrong-key' },
    });
    expect(topics()).toEqual(['update.available', 'update.refused']);
    expect(emitted.at(-1)?.message).toContain('a key that this version does not know');
  });

  it('keeps the update that was found when nobody answers, and reports no event', async () => {
    const { updates, server, topics } = await openProgram();
    await updates.check(never);
    server.answers[feedPath] = '<!doctype html><title>Hotel Wi-Fi</title>';
    await updates.check(never);
    expect(updates.status).toMatchObject({
      available: { version: '1.3.0' },
      lastCheck: { outcome: 'unreachable', code: 'update.not-a-feed' },
    });
    expect(topics()).toEqual(['update.available']);
  });

  it('remembers the highest version over a restart, so that an old signed feed is refused', async () => {
    const old = sealFeed(plainFeed({}, content), own.privateKey);
    const { updates, open, server } = await openProgram(
      sealFeed(plainFeed({ version: '1.4.0' }, content), own.privateKey),
    );
    await updates.check(never);
    server.answers[feedPath] = old;
    const again = await open();
    expect(await again.check(never)).toMatchObject({ ok: false, error: { code: 'update.replayed' } });
    expect(again.status.available).toBeNull();
  });

  it('offers nothing of the old channel after a change of the channel', async () => {
    const { updates, state, server } = await openProgram();
    await updates.check(never);
    state.channel = 'beta';
    expect(updates.status.available).toBeNull();
    // A feed of the other channel at the address of this one.
    server.answers['cuelight-beta-linux-x64.json'] = sealFeed(plainFeed(), own.privateKey);
    expect(await updates.check(never)).toMatchObject({ ok: false, error: { code: 'update.wrong-channel' } });
  });

  it('that is cancelled leaves the last check as it was', async () => {
    const { updates } = await openProgram();
    await updates.check(never);
    const before = updates.status;
    expect(await updates.check(AbortSignal.abort())).toMatchObject({ error: { code: 'update.cancelled' } });
    expect(updates.status).toEqual(before);
  });

  it('starts with an empty record when its file is damaged, and says so', async () => {
    const { open, memoryFile, problems } = await openProgram();
    await writeFile(memoryFile, '{"format":1,');
    const updates = await open();
    expect(problems).toHaveLength(1);
    expect((await updates.check(never)).ok).toBe(true);
    expect(JSON.parse(await readFile(memoryFile, 'utf8'))).toMatchObject({
      highestSeen: { stable: '1.3.0' },
    });
  });
});

describe('an installation', () => {
  it('backs up, remembers itself, stops, and installs, in this order', async () => {
    const { updates, acts, topics, memoryFile } = await openProgram();
    await updates.check(never);
    expect(await updates.install('1.3.0', never)).toEqual({ ok: true, value: { backup: 'backup-1' } });
    expect(acts).toEqual(['back up', 'stop', 'install']);
    expect(topics()).toEqual(['update.available', 'update.installing']);
    expect(updates.status.stage).toBe('restarting');
    expect(JSON.parse(await readFile(memoryFile, 'utf8')).pending).toEqual({
      from: '1.2.0',
      to: '1.3.0',
      at: 1_000,
      backup: 'backup-1',
    });
    expect(await updates.install('1.3.0', never)).toMatchObject({ error: { code: 'update.busy' } });
  });

  it('is refused on air before anything is downloaded, and offered after the show', async () => {
    const { updates, state, server, acts, topics } = await openProgram();
    await updates.check(never);
    state.onAir = 'A stream is running in OBS.';
    expect(updates.status.obstacle).toBe('A stream is running in OBS.');
    expect(await updates.install('1.3.0', never)).toMatchObject({
      ok: false,
      error: { code: 'update.on-air', message: 'A stream is running in OBS.' },
    });
    updates.offerWhenOffAir();
    expect(topics()).toEqual(['update.available']);
    state.onAir = null;
    updates.offerWhenOffAir();
    updates.offerWhenOffAir();
    expect(topics()).toEqual(['update.available', 'update.offered']);
    expect(server.asked).toEqual([feedPath]);
    expect(acts).toEqual([]);
  });

  it('does not stop a show that started during the download', async () => {
    const { updates, state, acts } = await openProgram();
    await updates.check(never);
    state.downloaded = () => (state.onAir = 'A recording is running in OBS.');
    expect(await updates.install('1.3.0', never)).toMatchObject({ error: { code: 'update.on-air' } });
    expect(acts).toEqual([]);
    expect(updates.status.stage).toBe('idle');
  });

  it('does not stop a show that started during the backup, and leaves no installation pending', async () => {
    const { updates, state, acts, memoryFile, topics } = await openProgram();
    await updates.check(never);
    state.backedUp = () => (state.onAir = 'A stream is running in OBS.');
    expect(await updates.install('1.3.0', never)).toMatchObject({ error: { code: 'update.on-air' } });
    expect(acts).toEqual(['back up']);
    expect(updates.status.stage).toBe('idle');
    expect(topics()).toEqual(['update.available']);
    expect(JSON.parse(await readFile(memoryFile, 'utf8')).pending).toBeNull();
  });

  it('does not restart for a person who has gone during the backup', async () => {
    const { updates, state, acts } = await openProgram();
    await updates.check(never);
    const caller = new AbortController();
    state.backedUp = () => caller.abort();
    expect(await updates.install('1.3.0', caller.signal)).toMatchObject({
      error: { code: 'update.too-late' },
    });
    expect(acts).toEqual(['back up']);
  });

  it('is offered after a show in which nobody could ask for it', async () => {
    const { updates, state, topics, emitted } = await openProgram();
    state.onAir = 'A stream is running in OBS.';
    await updates.check(never);
    updates.offerWhenOffAir();
    state.onAir = null;
    updates.offerWhenOffAir();
    updates.offerWhenOffAir();
    expect(topics()).toEqual(['update.available', 'update.offered']);
    expect(emitted.at(-1)?.data).toEqual({ version: '1.3.0' });
  });

  it('is not offered after the show when its feed was refused meanwhile', async () => {
    const { updates, state, server, topics } = await openProgram();
    await updates.check(never);
    state.onAir = 'A stream is running in OBS.';
    await updates.install('1.3.0', never);
    server.answers[feedPath] = sealFeed(plainFeed(), createTestKey().privateKey);
    await updates.check(never);
    state.onAir = null;
    updates.offerWhenOffAir();
    expect(topics()).toEqual(['update.available', 'update.refused']);
  });

  it('does not restart for a person who has gone, and keeps the download', async () => {
    const { updates, state, acts, server } = await openProgram();
    await updates.check(never);
    const caller = new AbortController();
    state.downloaded = () => caller.abort();
    expect(await updates.install('1.3.0', caller.signal)).toMatchObject({
      error: { code: 'update.too-late' },
    });
    expect(acts).toEqual([]);
    expect(server.asked).toEqual([feedPath, packagePath]);
    expect(updates.status.stage).toBe('idle');
  });

  it('does not happen without a backup', async () => {
    const { updates, state, acts } = await openProgram();
    await updates.check(never);
    state.backup = err(new Fault('backup.failed', 'The disk is full.', { kind: 'transient' }));
    const installed = await updates.install('1.3.0', never);
    expect(installed).toMatchObject({ ok: false, error: { code: 'update.no-backup' } });
    expect(!installed.ok && installed.error.message).toContain('The disk is full.');
    expect(acts).toEqual(['back up']);
  });

  it('takes only the version that the person saw', async () => {
    const { updates, server } = await openProgram();
    await updates.check(never);
    expect(await updates.install('1.2.9', never)).toMatchObject({ error: { code: 'update.not-found' } });
    expect(server.asked).toEqual([feedPath]);
  });

  it('opens no address but the one of the signed feed', async () => {
    const { open, server } = await openProgram();
    const updates = await open();
    await updates.check(never);
    server.answers[packagePath] = (_request, response) =>
      void response.writeHead(302, { location: 'http://127.0.0.1:1/package' }).end();
    expect(await updates.install('1.3.0', never)).toMatchObject({ error: { code: 'update.redirected' } });
  });
});

describe('a program that does not update itself', () => {
  it.each(['no-updater', 'not-set-up', 'unsupported', 'rehearsal'] as const)(
    'says why, asks nobody and refuses both operations: %s',
    async (support) => {
      const { updates, server } = await openProgram(undefined, support);
      expect(updates.isReady).toBe(false);
      expect(updates.status.support).toBe(support);
      expect(updates.status.explanation).toMatch(/\.$/);
      for (const implementation of implementUpdates(updates))
        expect(implementation.obstacle(null)?.code).toBe(`update.${support}`);
      expect((await updates.check(never)).ok).toBe(false);
      expect((await updates.install('1.3.0', never)).ok).toBe(false);
      expect(server.asked).toEqual([]);
    },
  );

  const host = { source: { feed: 'https://updates.example/cuelight', keys: own.text }, kind: 'deb' as const };
  const live = { version: '1.2.0', rehearsing: false };

  it.each([
    ['a host without an updater', null, live, 'no-updater'],
    ['a build without a key', { ...host, source: null }, live, 'not-set-up'],
    ['a damaged key', { ...host, source: { ...host.source, keys: 'abc' } }, live, 'not-set-up'],
    [
      'a feed that can be changed on its way',
      { ...host, source: { ...host.source, feed: 'http://updates.example/' } },
      live,
      'not-set-up',
    ],
    ['a program that was not installed', { ...host, kind: null }, live, 'unsupported'],
    ['a version that can’t be compared', host, { ...live, version: 'unknown' }, 'unsupported'],
    ['a rehearsal', host, { ...live, rehearsing: true }, 'rehearsal'],
  ] as const)('is %s', (_what, of, run, reason) => {
    expect(readUpdateSource(of, run)).toBe(reason);
  });

  it('is none with a key, a feed and a package', () => {
    expect(readUpdateSource(host, live)).toMatchObject({
      base: new URL('https://updates.example/cuelight/'),
      kind: 'deb',
    });
  });
});
