import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatSend } from '#shared/catalogue/operations/chat.ts';
import { obsSetStreaming, obsSwitchScene } from '#shared/catalogue/operations/obs.ts';
import type { ComponentView } from '#shared/model/index.ts';
import type { Application } from '#main/hosts/shared/index.ts';
import { asOwner } from './testing/as-owner.ts';
import { Programs } from './testing/programs.ts';
import { connectionTest, settingsPatch, settingsPutSecret } from '#shared/catalogue/operations/settings.ts';
import { componentStart, componentStop } from '#shared/catalogue/operations/components.ts';

const until = { timeout: 15_000, interval: 50 };

describe('the whole program', () => {
  let programs: Programs;

  beforeEach(() => {
    programs = new Programs();
  });
  afterEach(() => programs[Symbol.asyncDispose]());

  const view = (application: Application, id: string): ComponentView | undefined =>
    application.gatewayPorts.system.list().find((each) => each.id === id);
  const bridges = (application: Application): string[] =>
    application.gatewayPorts.system
      .list()
      .filter(({ kind }) => kind === 'bridge')
      .map(({ id, state, health }) => `${id} ${state} ${health.level}`);
  const allWell = ['twitch-api', 'twitch-events', 'twitch-chat', 'discord', 'obs:main'].map(
    (id) => `${id} running healthy`,
  );

  it.each(['live', 'rehearsal'] as const)(
    'starts %s when every OBS was removed from the settings',
    async (mode) => {
      const obs = { instances: [] };
      writeFileSync(
        join(programs.home, 'settings.json'),
        JSON.stringify({ version: 1, 'chat-presence': { twitch: { enabled: false }, obs } }),
      );
      const application = await programs.start({ mode });
      await expect.poll(() => view(application, 'show-state')?.health.level, until).toBe('healthy');
      await expect.poll(() => application.gatewayPorts.system.verdict().level, until).toBe('healthy');
    },
  );

  it('starts with files in place of its folders, and folders in place of its files', async () => {
    for (const name of ['logs', 'backups', 'scenarios', 'incidents', 'settings.history'])
      writeFileSync(join(programs.home, name), 'in the way');
    for (const name of ['vault.json', 'vault.key', 'discord.json', 'settings.last-good.json'])
      mkdirSync(join(programs.home, name));
    const application = await programs.start({ mode: 'live', environment: { CUELIGHT_KEYRING: 'off' } });
    // Degraded while the file is still being checked.
    await expect.poll(() => view(application, 'journal')?.state, until).toBe('running');
  });

  it('starts in rehearsal without any configuration: healthy bridges, chat, and a known show', async () => {
    const application = await programs.start();
    const { system, chat, runInfo } = application.gatewayPorts;
    await expect.poll(() => bridges(application), until).toEqual(allWell);
    await expect.poll(() => chat.recent(10).length, until).toBeGreaterThan(2);
    await expect.poll(() => new Set(chat.recent(100).map(({ platform }) => platform)).size, until).toBe(2);
    await expect.poll(() => runInfo().show?.state ?? null, until).not.toBeNull();
    expect(runInfo()).toMatchObject({ mode: 'rehearsal', host: 'headless' });
    await expect.poll(() => system.verdict().sentence, until).toBe('Everything is healthy');
  });

  it('sends a message, and sees it return as its own with its cause', async () => {
    const application = await programs.start();
    const { chat } = application.gatewayPorts;
    await expect.poll(() => bridges(application), until).toEqual(allWell);
    for (const platform of ['twitch', 'discord'] as const) {
      const sent = await asOwner(application, chatSend, {
        platform,
        text: `Hello from the desk, ${platform}`,
      });
      expect(sent).toMatchObject({ ok: true, value: { result: { result: 'delivered' } } });
      await expect
        .poll(() => chat.recent(50).find(({ text }) => text === `Hello from the desk, ${platform}`), until)
        .toMatchObject({ own: true, ownCause: { componentId: 'test' } });
    }
  });

  it('switches a scene, and the show follows', async () => {
    const application = await programs.start();
    const { system, runInfo } = application.gatewayPorts;
    await expect.poll(() => bridges(application), until).toEqual(allWell);
    const id = 'obs:main';
    expect((await asOwner(application, obsSetStreaming, { id, on: true })).ok).toBe(true);
    const scene = 'Be right back';
    expect((await asOwner(application, obsSwitchScene, { id, scene })).ok).toBe(true);
    await expect.poll(() => runInfo().show?.state, until).toBe('be-right-back');
    expect(system.events.recent('show.state-changed', 1)[0]?.message).toContain('on a break');
    const other = await asOwner(application, obsSwitchScene, { id: 'obs:other', scene });
    expect(other).toMatchObject({ ok: false, error: { code: 'obs.unknown-instance' } });
  });

  it('shows an outage of every platform, and recovers automatically', async () => {
    const application = await programs.start();
    const { system } = application.gatewayPorts;
    await expect.poll(() => bridges(application), until).toEqual(allWell);
    const stopped = await asOwner(application, componentStop, { id: 'rehearsal' });
    expect(stopped).toMatchObject({ ok: true, value: { result: { result: 'settled' } } });
    await expect.poll(() => view(application, 'obs:main')?.health.level, until).not.toBe('healthy');
    await expect.poll(() => system.verdict().level, until).not.toBe('healthy');
    const started = await asOwner(application, componentStart, { id: 'rehearsal' });
    expect(started).toMatchObject({ ok: true, value: { result: { result: 'settled' } } });
    await expect.poll(() => bridges(application), { timeout: 60_000, interval: 100 }).toEqual(allWell);
  }, 90_000);

  it('finds events from before a restart', async () => {
    const first = await programs.start();
    await expect.poll(() => bridges(first), until).toEqual(allWell);
    expect(await first.stop()).toEqual([]);
    const second = await programs.build();
    const changes = async (): Promise<readonly unknown[]> => {
      const found = await second.gatewayPorts.journal.queryEvents(
        { topic: 'component.state-changed', component: 'obs:main' },
        50,
      );
      return found.ok ? found.value.events.map(({ data }) => data['to']) : [];
    };
    // The file may still be being checked. Until it is open, the journal answers from memory.
    await expect.poll(changes, until).toContain('running');
  });

  it('goes live once a connection is set up, and names missing settings', async () => {
    writeFileSync(
      join(programs.home, 'settings.json'),
      JSON.stringify({
        version: 1,
        'chat-presence': {
          twitch: { enabled: false },
          discord: { enabled: true, channelId: '1' },
          obs: { instances: [{ name: 'main', address: 'ws://127.0.0.1:9' }] },
        },
      }),
    );
    const application = await programs.start();
    expect(application.gatewayPorts.runInfo().mode).toBe('live');
    expect(view(application, 'rehearsal')).toBeUndefined();
    await expect.poll(() => view(application, 'obs:main')?.waiting?.for, until).toBe('retry');
    await expect.poll(() => view(application, 'discord')?.waiting?.for, until).toMatch(/settings|sign-in/);
    expect(view(application, 'discord')?.supervision.attempt).toBeLessThan(2);
  });

  it('starts with the last good settings when the file is broken, and keeps a copy of the broken file', async () => {
    const first = await programs.start();
    const values = { scenes: { ending: ['curtain'] } };
    const patched = await asOwner(first, settingsPatch, { path: 'fsm', values });
    expect(patched.ok).toBe(true);
    await first.stop();
    writeFileSync(join(programs.home, 'settings.json'), '{ "version": 1, "fsm": ');
    const second = await programs.build();
    const { problem, sections } = await second.gatewayPorts.settings.describe();
    expect(problem).toMatch(/could not be used.*saved as/);
    expect(sections.find(({ path }) => path === 'fsm')?.values).toMatchObject({
      scenes: { ending: ['curtain'] },
    });
    expect(readdirSync(programs.home).some((name) => name.startsWith('settings.broken-'))).toBe(true);
  });

  it('applies a setting immediately, and restarts only the affected components', async () => {
    const application = await programs.start();
    await expect.poll(() => bridges(application), until).toEqual(allWell);
    const before = view(application, 'commands')?.startedAt ?? 0;
    expect(
      application.gatewayPorts.settings.preview('chat-presence.commands', { status: false }),
    ).toMatchObject({
      ok: true,
      value: { restarts: ['commands'] },
    });
    const change = { path: 'chat-presence.commands', values: { status: false } };
    await asOwner(application, settingsPatch, change);
    await expect.poll(() => view(application, 'commands')?.startedAt ?? 0, until).toBeGreaterThan(before);
  });

  it('writes secrets only encrypted, whoever asks for them', async () => {
    const canary = 'oauth:canary0123456789abcdefcanary';
    const application = await programs.start();
    const secret = { name: 'twitch-token', value: canary };
    expect((await asOwner(application, settingsPutSecret, secret)).ok).toBe(true);
    await asOwner(application, chatSend, { platform: 'twitch', text: `my token is ${canary}` });
    await asOwner(application, connectionTest, { target: 'twitch-chat' });
    await application.stop();
    const files = readdirSync(programs.home, {
      recursive: true,
      encoding: 'utf8',
      withFileTypes: true,
    }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      expect(readFileSync(path).includes(canary), `${path} holds the secret`).toBe(false);
    }
  });

  it('shows a vault with another passphrase as degraded, with a remedy', async () => {
    const environment = (passphrase: string) => ({ CUELIGHT_VAULT_PASSPHRASE: passphrase });
    const first = await programs.start({ environment: environment('right') });
    const secret = { name: 'obs-password-main', value: 'secret' };
    expect((await asOwner(first, settingsPutSecret, secret)).ok).toBe(true);
    await first.stop();
    const second = await programs.start({ environment: environment('wrong') });
    await expect.poll(() => view(second, 'vault')?.health.level, until).toBe('degraded');
    const conditions = second.gatewayPorts.system.detail('vault')?.health.conditions ?? [];
    const telling = conditions.filter(({ message }) => message.includes('CUELIGHT_VAULT_PASSPHRASE'));
    expect(telling).toMatchObject([{ status: 'false', severity: 'degraded', reason: 'Locked' }]);
    expect(second.gatewayPorts.system.verdict().level).not.toBe('healthy');
  });

  it('refuses an unknown scenario by name', async () => {
    await expect(programs.build({ mode: 'rehearsal', scenario: '../../etc/passwd' })).rejects.toMatchObject({
      code: 'rehearsal.no-scenario',
    });
  });
});
