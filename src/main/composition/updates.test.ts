import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '#main/hosts/shared/index.ts';
import type { UpdateHost } from '#main/updates/ports/index.ts';
import { createTestKey, openFeedServer, plainFeed, sealFeed } from '#main/updates/testing/feed-server.ts';
import { programCheckForUpdate, programInstallUpdate } from '#shared/catalogue/operations/updates.ts';
import { Fault, err, ok } from '#shared/kernel/index.ts';
import { asOwner } from './testing/as-owner.ts';
import { Programs } from './testing/programs.ts';

const until = { timeout: 60_000, interval: 50 };
const key = createTestKey();
const content = Buffer.from('a package');

describe('updates of the whole program', () => {
  let programs: Programs;
  beforeEach(() => {
    programs = new Programs();
  });
  afterEach(() => programs[Symbol.asyncDispose]());

  /** A host whose installer only reports that it was called. */
  const openHost = async (): Promise<{ host: UpdateHost; acts: string[] }> => {
    const server = await openFeedServer({
      'cuelight-stable-linux-x64.json': sealFeed(plainFeed({}, content), key.privateKey),
      'Cuelight-1.3.0-x64.AppImage': content,
    });
    const acts: string[] = [];
    const host: UpdateHost = {
      source: { feed: server.base.href, keys: key.text },
      kind: 'appimage',
      platform: 'linux',
      arch: 'x64',
      openUpdater: async () =>
        ok({
          download: async ({ url }, fetch) => {
            const file = join(programs.home, 'package');
            try {
              await fetch(url, file);
              return ok(file);
            } catch (thrown) {
              return err(Fault.from(thrown));
            }
          },
          install: () => acts.push('install') > 0,
        }),
      installAfterStop: (install) => {
        acts.push('stop');
        install();
      },
    };
    return { host, acts };
  };

  const isComponent = ({ gatewayPorts }: Application): boolean => gatewayPorts.system.has('updates');

  it('are found, backed up for and handed over in a live run, where they are a component', async () => {
    const { host, acts } = await openHost();
    const application = await programs.start({ mode: 'live', version: '1.2.0', updates: host });
    const { updates } = application.gatewayPorts;
    expect(isComponent(application)).toBe(true);
    expect((await asOwner(application, programCheckForUpdate, {})).ok).toBe(true);
    expect(updates.status).toMatchObject({
      support: 'ready',
      available: { version: '1.3.0' },
      obstacle: null,
    });
    const installed = await asOwner(application, programInstallUpdate, { version: '1.3.0' });
    expect(installed).toMatchObject({ ok: true, value: { result: { version: '1.3.0' } } });
    await expect.poll(() => acts, until).toEqual(['stop', 'install']);
    const reasons = readdirSync(join(programs.home, 'backups')).map(
      (id) => JSON.parse(readFileSync(join(programs.home, 'backups', id, 'manifest.json'), 'utf8')).reason,
    );
    expect(reasons).toContain('before-update');
  });

  it('are off in rehearsal, which says so, and are no component', async () => {
    const { host, acts } = await openHost();
    const application = await programs.build({ mode: 'rehearsal', version: '1.2.0', updates: host });
    const { updates } = application.gatewayPorts;
    expect(isComponent(application)).toBe(false);
    expect(updates.status).toMatchObject({ support: 'rehearsal' });
    expect(updates.status.explanation).toContain('A rehearsal reaches nothing');
    for (const run of [
      await asOwner(application, programCheckForUpdate, {}),
      await asOwner(application, programInstallUpdate, { version: '1.3.0' }),
    ])
      expect(run).toMatchObject({ ok: false, error: { code: 'update.rehearsal' } });
    expect(acts).toEqual([]);
  });

  it('do not exist in a host without an updater, which says so', async () => {
    const application = await programs.build({ mode: 'live' });
    expect(isComponent(application)).toBe(false);
    expect(application.gatewayPorts.updates.status).toMatchObject({ support: 'no-updater' });
  });
});
