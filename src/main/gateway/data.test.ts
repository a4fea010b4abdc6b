import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayCall } from './call-context.ts';
import { createGatewayRig, type ContractClient, type GatewayRig } from './testing/contract-suite.ts';

const everything = { settings: true, journal: true };

describe('stored data over the contract', () => {
  let rig: GatewayRig;
  let client: ContractClient;
  beforeEach(() => {
    rig = createGatewayRig();
    client = rig.createClient();
  });
  afterEach(async () => {
    await rig.gateway.close();
  });

  it('creates a backup, previews its restoration, and restores it', async () => {
    expect(await client.backups.list()).toMatchObject({ backups: [], lastGood: null, problem: null });
    const { id } = await client.addresses['backup.create']({});
    expect(await client.backups.list()).toMatchObject({ lastGood: id, backups: [{ id, damage: null }] });
    expect(await client.backups.preview({ id, ...everything })).toMatchObject({
      settings: { impact: { restarts: ['obs:main'] } },
      journal: { eventsInBackup: 12 },
    });
    expect(await client.backups.preview({ id, settings: false, journal: false })).toEqual({
      settings: null,
      journal: null,
    });
    const some = { id, settings: ['chat-presence.obs'], journal: false };
    expect(await client.addresses['backup.restore'](some)).toMatchObject({
      undo: 'backup-undo',
      journal: null,
    });
    expect(rig.ports.backups.restored).toEqual([some]);
  });

  it('passes on the message of a refusal, and changes nothing', async () => {
    const { error } = await safe(client.addresses['backup.restore']({ id: 'nothing', ...everything }));
    expect(error).toMatchObject({ message: 'There is no backup "nothing".' });
    expect(rig.ports.backups.restored).toEqual([]);
    expect((await safe(client.addresses['settings.restore-version']({ id: '7' }))).error).toMatchObject({
      message: 'There is no version "7".',
    });
    expect((await safe(client.addresses['settings.import']({ content: 'no settings' }))).error).toMatchObject(
      {
        message: 'These settings cannot be used.',
      },
    );
    expect((await safe(client.diagnostics.read({ name: '../settings.json' }))).error).toMatchObject({
      message: 'There is no diagnostic bundle "../settings.json".',
    });
  });

  it('refuses documents that cannot be valid, and times that end before they start', async () => {
    const long = 'x'.repeat(60_001);
    expect((await safe(client.settings.previewImport({ content: long }))).error).toMatchObject({
      code: 'BAD_REQUEST',
    });
    const backwards = { from: 2, to: 1 };
    expect((await safe(client.addresses['diagnostics.save'](backwards))).error).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect((await safe(client.viewers.find({ name: '  ' }))).error).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('compares earlier settings, imports exported ones, and keeps a change that is on trial', async () => {
    const { versions } = await client.settings.history();
    expect(versions.map(({ origin }) => origin)).toEqual(['operator', null]);
    const id = versions[1]?.id ?? '';
    expect(await client.settings.diff({ id })).toMatchObject({
      differences: [{ path: 'chat-presence.obs.port', before: 4455, after: 4460 }],
    });
    expect(await client.addresses['settings.restore-version']({ id })).toMatchObject({
      restarts: ['obs:main'],
    });
    const { content } = await client.settings.export();
    expect(await client.settings.previewImport({ content })).toMatchObject({
      sections: ['chat-presence.obs'],
    });
    expect(await client.addresses['settings.import']({ content, only: ['chat-presence.obs'] })).toMatchObject(
      {
        restarts: ['obs:main'],
      },
    );
    expect(await client.addresses['settings.confirm-change']({})).toEqual({ kept: false });
    rig.ports.settingsHistory.onTrial = true;
    expect(await client.addresses['settings.confirm-change']({})).toEqual({ kept: true });
  });

  it('finds a viewer, exports their data, deletes it, and then no longer finds them', async () => {
    const { viewers } = await client.viewers.find({ name: 'Maple_Otter' });
    const [viewer] = viewers;
    expect(viewer).toMatchObject({ platform: 'twitch', userId: '42', messages: 3 });
    const who = { platform: 'twitch', userId: '42' };
    expect(await client.viewers.export(who)).toMatchObject({ names: ['maple_otter'] });
    expect(await client.addresses['viewer.delete'](who)).toEqual({
      messages: 3,
      events: 1,
      thorough: true,
      backups: 2,
    });
    expect(await client.viewers.find({ name: 'Maple_Otter' })).toEqual({ viewers: [] });
  });

  it('saves a diagnostic bundle and returns it', async () => {
    const saved = await client.addresses['diagnostics.save']({ from: 1, to: 2 });
    expect((await client.diagnostics.list()).bundles).toEqual([saved]);
    const { content } = await client.diagnostics.read({ name: saved.name });
    expect(Buffer.from(content, 'base64').toString()).toBe('content');
  });

  it.each(['backups.list', 'settings.export', 'settings.history', 'viewers.find', 'diagnostics.read'])(
    'is not available to docks: %s',
    (path) => {
      expect(mayCall('dock', path.split('.'))).toBe(false);
      expect(mayCall('owner', path.split('.'))).toBe(true);
    },
  );
});
