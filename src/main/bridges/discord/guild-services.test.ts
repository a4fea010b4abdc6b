import { describe, expect, it, vi } from 'vitest';
import type { DiscordPost, SlashCommand } from '../ports/index.ts';
import { openStage, viewer, moderator, type DiscordStage } from './testing/stage.ts';

const within = { timeout: 20_000, interval: 20 } as const;
const status: SlashCommand = { name: 'status', description: 'State of the show', audience: 'everybody' };
const health: SlashCommand = { name: 'health', description: 'Current problems', audience: 'asker' };
const known = [status, health];

const requestsTo = ({ discord }: DiscordStage, part: string): readonly string[] =>
  discord
    .restLog()
    .filter(({ path }) => path.includes(part))
    .map(({ method }) => method);

describe('slash commands', () => {
  it('are registered once, updated only where they changed, and removed', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    expect(await stage.bridge.offerCommands(known, known)).toEqual({
      ok: true,
      value: { changed: ['status', 'health'] },
    });
    expect(stage.discord.commands().map(({ name }) => name)).toEqual(['status', 'health']);
    expect(await stage.bridge.offerCommands(known, known)).toEqual({ ok: true, value: { changed: [] } });
    expect(requestsTo(stage, '/commands')).toEqual(['GET', 'POST', 'POST', 'GET']);
    const reworded = { ...status, description: 'Progress of the show' };
    expect(await stage.bridge.offerCommands([reworded], known)).toMatchObject({
      value: { changed: ['status', 'health'] },
    });
    expect(stage.discord.commands()).toMatchObject([{ name: 'status', description: 'Progress of the show' }]);
    await life.stop();
  });

  it('leave the commands of another program with the same bot alone', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const theirs = { name: 'music', description: 'Plays music', audience: 'everybody' } as const;
    await stage.bridge.offerCommands([theirs], [theirs]);
    await stage.bridge.offerCommands(known, known);
    expect(await stage.bridge.offerCommands([], known)).toMatchObject({
      value: { changed: ['status', 'health'] },
    });
    expect(stage.discord.commands().map(({ name }) => name)).toEqual(['music']);
    await life.stop();
  });

  it('explain how to invite the bot again when the scope is missing', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.slashCommandsAllowed = false;
    const refused = await stage.bridge.offerCommands(known, known);
    expect(refused).toMatchObject({ ok: false, error: { code: 'discord.slash-scope-missing' } });
    if (refused.ok) return;
    expect(refused.error.message).toContain('“applications.commands”');
    expect(refused.error.action?.target).toContain('scope=bot+applications.commands');
    expect(life.failure).toBeUndefined();
    await life.stop();
  });

  it('are answered immediately, for everybody or only for the user of the command', async () => {
    await using stage = await openStage({
      respond: ({ command, displayName, roles }) =>
        Promise.resolve({
          text: `${command} for ${displayName} (${roles.join()})`,
          audience: command === 'status' ? 'everybody' : 'asker',
        }),
    });
    const life = await stage.harness.start(stage.bridge);
    await stage.bridge.offerCommands(known, known);
    stage.discord.useCommand(viewer, 'status');
    stage.discord.useCommand(moderator, 'health');
    await vi.waitFor(
      () =>
        expect(stage.discord.interactions()).toMatchObject([
          { texts: ['status for Maple Otter (viewer)'], ephemeral: false },
          { texts: ['health for Quiet Heron (moderator)'], ephemeral: true },
        ]),
      within,
    );
    await vi.waitFor(() => expect(stage.texts()).toEqual(['status for Maple Otter (viewer)']), within);
    expect(stage.heard[0]?.own).toBe(true);
    await life.stop();
  });

  it('get a deferred response within 3 s, and the answer later', async () => {
    await using stage = await openStage({
      respond: () =>
        new Promise((resolve) =>
          setTimeout(() => resolve({ text: 'at last', audience: 'everybody' }), 3_400),
        ),
    });
    const life = await stage.harness.start(stage.bridge);
    await stage.bridge.offerCommands(known, known);
    stage.discord.useCommand(viewer, 'status');
    await vi.waitFor(() => expect(stage.discord.interactions()[0]?.texts).toEqual(['at last']), within);
    const [use] = stage.discord.interactions();
    expect(use?.acknowledgedAfterMs).toBeLessThan(3_000);
    await vi.waitFor(() => expect(stage.texts()).toEqual(['at last']), within);
    await life.stop();
  });

  it('split answers that exceed Discord’s limit', async () => {
    const words = Array.from({ length: 700 }, (_, index) => `word${index}😀😀`).join(' ');
    await using stage = await openStage({
      respond: () => Promise.resolve({ text: words, audience: 'asker' }),
    });
    const life = await stage.harness.start(stage.bridge);
    await stage.bridge.offerCommands(known, known);
    stage.discord.useCommand(viewer, 'health');
    const texts = () => stage.discord.interactions()[0]?.texts ?? [];
    await vi.waitFor(() => expect(texts().join(' ')).toBe(words), within);
    expect(texts().every((text) => Array.from(text).length <= 2_000)).toBe(true);
    expect(texts()).toHaveLength(4);
    await life.stop();
  });

  it('get a reply when the answer fails, and when the command is disabled', async () => {
    await using stage = await openStage({ respond: () => Promise.reject(new Error('no')) });
    const life = await stage.harness.start(stage.bridge);
    await stage.bridge.offerCommands(known, known);
    stage.discord.useCommand(viewer, 'status');
    const texts = () => stage.discord.interactions().map(({ texts: [first] }) => first);
    await vi.waitFor(() => expect(texts()[0]).toContain('This command failed'), within);
    stage.discord.faults.refuseRest({ status: 500, method: 'DELETE', path: '/commands/', times: 2 });
    await stage.bridge.offerCommands([], known);
    stage.discord.useCommand(viewer, 'status');
    await vi.waitFor(() => expect(texts()[1]).toBe('The command /status isn’t available.'), within);
    expect(life.failure).toBeUndefined();
    await life.stop();
  });

  it('report an answer that Discord refused', async () => {
    await using stage = await openStage({
      respond: () => Promise.resolve({ text: 'late', audience: 'asker' }),
    });
    const life = await stage.harness.start(stage.bridge);
    await stage.bridge.offerCommands(known, known);
    stage.discord.faults.refuseRest({
      status: 404,
      path: 'interactions/',
      times: 1,
      body: { message: 'Unknown interaction', code: 10_062 },
    });
    stage.discord.useCommand(viewer, 'status');
    await vi.waitFor(
      () => expect(stage.harness.topics('discord.*')).toContain('discord.command-unanswered'),
      within,
    );
    expect(life.failure).toBeUndefined();
    await life.stop();
  });
});

const note: DiscordPost = {
  channelId: null,
  text: 'We are live',
  as: null,
  mentionRoleId: null,
  key: 'notice-1',
  triedAt: null,
};
const lamp = { name: 'Stage lamp', avatarUrl: 'https://example.com/lamp.png' };

describe('posts', () => {
  it('go to any channel of the server, and can be edited and removed', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const posted = await stage.bridge.post({ ...note, channelId: stage.discord.announcementsId });
    expect(posted).toMatchObject({ ok: true, value: { channelTitle: '#announcements', webhookId: null } });
    if (!posted.ok) return;
    const written = () => stage.discord.messages().find(({ id }) => id === posted.value.messageId);
    expect(written()).toMatchObject({ text: 'We are live', channelId: stage.discord.announcementsId });
    expect(await stage.bridge.edit(posted.value, 'It was good')).toEqual({ ok: true, value: undefined });
    expect(written()).toMatchObject({ text: 'It was good', edited: true });
    expect(await stage.bridge.remove(posted.value)).toEqual({ ok: true, value: undefined });
    expect(written()).toBeUndefined();
    expect(await stage.bridge.remove(posted.value)).toEqual({ ok: true, value: undefined });
    expect(await stage.bridge.edit(posted.value, 'again')).toMatchObject({
      ok: false,
      error: { code: 'discord.message-gone' },
    });
    await life.stop();
  });

  it.each([
    { what: 'as the bot', as: null },
    { what: 'under another name', as: lamp },
  ])('are created once $what, although the first answer was lost', async ({ as }) => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const triedAt = Date.now();
    const first = await stage.bridge.post({ ...note, as });
    const second = await stage.bridge.post({ ...note, as, triedAt });
    expect(second).toEqual(first);
    expect(stage.discord.messages()).toHaveLength(1);
    await life.stop();
  });

  it('appear under another name and picture through a webhook that is created once', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const first = await stage.bridge.post({ ...note, as: lamp });
    await stage.bridge.post({ ...note, as: lamp, text: 'And again' });
    expect(stage.discord.messages()).toMatchObject([
      { authorName: 'Stage lamp', avatarUrl: lamp.avatarUrl, text: 'We are live' },
      { authorName: 'Stage lamp', text: 'And again' },
    ]);
    await vi.waitFor(() => expect(stage.heard.map(({ own }) => own)).toEqual([true, true]), within);
    expect(requestsTo(stage, '/webhooks')).toEqual(['GET', 'POST']);
    if (!first.ok) throw first.error;
    expect(await stage.bridge.edit(first.value, 'Over')).toMatchObject({ ok: true });
    expect(stage.discord.messages()[0]).toMatchObject({ text: 'Over', edited: true });
    await life.stop();
  });

  it('create a deleted webhook again, and require the permission for it', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const first = await stage.bridge.post({ ...note, as: lamp });
    stage.discord.removeWebhooks();
    expect(await stage.bridge.post({ ...note, as: lamp, text: 'two' })).toMatchObject({ ok: true });
    if (!first.ok) throw first.error;
    expect(await stage.bridge.edit(first.value, 'x')).toMatchObject({
      error: { code: 'discord.message-gone' },
    });
    stage.discord.removeWebhooks();
    stage.discord.faults.setBotPermissions({ view: true, send: true, webhooks: false });
    expect(await stage.bridge.post({ ...note, as: lamp, text: 'three' })).toMatchObject({
      error: { code: 'discord.webhooks-forbidden' },
    });
    await vi.waitFor(
      () =>
        expect(stage.bridge.facts().permissions.find(({ name }) => name === 'Manage Webhooks')?.state).toBe(
          'no',
        ),
      within,
    );
    await life.stop();
  });

  it('use the entered webhook for its channel, without the permission to create one', async () => {
    let address: string | null = null;
    await using stage = await openStage({ readWebhookAddress: () => Promise.resolve(address) });
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.setBotPermissions({ view: true, send: true, webhooks: false });
    address = stage.discord.makeWebhook(stage.discord.channelId);
    const posted = await stage.bridge.post({ ...note, as: lamp });
    expect(posted).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(stage.heard.map(({ own }) => own)).toEqual([true]), within);
    if (!posted.ok) return;
    expect(await stage.bridge.edit(posted.value, 'Over')).toMatchObject({ ok: true });
    stage.discord.removeWebhooks();
    const before = stage.discord.restLog().length;
    const gone = { ok: false, error: { code: 'discord.webhook-gone' } };
    expect(await stage.bridge.post({ ...note, as: lamp })).toMatchObject(gone);
    expect(await stage.bridge.post({ ...note, as: lamp })).toMatchObject(gone);
    expect(stage.discord.restLog()).toHaveLength(before + 1);
    address = 'https://example.com/hook';
    expect(await stage.bridge.post({ ...note, as: lamp })).toMatchObject({
      error: { code: 'discord.webhook-address-invalid' },
    });
    await life.stop();
  });

  it('respect the rate limits of a webhook and lose nothing', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const texts = Array.from({ length: 8 }, (_, index) => `post ${index}`);
    for (const text of texts) {
      expect(await stage.bridge.post({ ...note, as: lamp, text, key: text })).toMatchObject({ ok: true });
    }
    expect(stage.discord.messages().map(({ text }) => text)).toEqual(texts);
    expect(stage.discord.restLog().filter(({ status: code }) => code === 429)).toEqual([]);
    await life.stop();
  });

  it('accept 2,000 emoji, as the bot and under another name', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const text = '😀'.repeat(2_000);
    expect(await stage.bridge.post({ ...note, text })).toMatchObject({ ok: true });
    expect(await stage.bridge.post({ ...note, text, as: lamp, key: 'another' })).toMatchObject({ ok: true });
    expect(stage.discord.messages().map((message) => message.text)).toEqual([text, text]);
    await life.stop();
  });

  it.each([
    { what: 'an empty text', post: { text: ' ' } },
    { what: 'a text that is too long', post: { text: 'x'.repeat(2_001) } },
    { what: 'a name with Discord in it', post: { as: { name: 'Discord lamp', avatarUrl: null } } },
  ])('are refused with a reason: $what', async ({ post }) => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    expect(await stage.bridge.post({ ...note, ...post })).toMatchObject({
      error: { code: 'discord.post-refused' },
    });
    expect(stage.discord.messages()).toEqual([]);
    await life.stop();
  });
});

describe('sign-ins across restarts', () => {
  it('count on from those of an earlier run', async () => {
    const kept: (readonly number[])[] = [];
    const now = Date.now();
    const earlier = Array.from({ length: 9 }, (_, index) => now - 900_000 - index * 60_000);
    await using stage = await openStage({
      signInLog: {
        read: () => Promise.resolve(earlier),
        write: (instants) => Promise.resolve(void kept.push(instants)),
      },
    });
    const life = await stage.harness.start(stage.bridge);
    expect(kept.at(-1)).toHaveLength(10);
    expect(kept.at(-1)?.every((at) => Math.abs(at - now) < 1_500_000)).toBe(true);
    await life.stop();
    await expect(stage.harness.start(stage.bridge)).rejects.toMatchObject({
      code: 'discord.identify-budget-spent',
    });
    expect(stage.discord.identifies()).toHaveLength(1);
  });

  it('continue when they can neither be read nor written', async () => {
    const broken = () => Promise.reject(new Error('disk'));
    await using stage = await openStage({ signInLog: { read: broken, write: broken } });
    const life = await stage.harness.start(stage.bridge);
    expect(stage.bridge.facts()).toMatchObject({
      bot: { name: 'Cuelight' },
      server: { name: 'Rehearsal Hall' },
      channel: { name: '#stream-chat' },
      signIns: { used: 1, allowed: 10 },
    });
    await life.stop();
    expect(stage.bridge.facts()).toMatchObject({ bot: null, inviteUrl: null });
  });
});
