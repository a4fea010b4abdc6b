import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOperations, type OperationRequest } from '#core/index.ts';
import { createCoreHarness } from '#core/testing/index.ts';
import { chatOperations, chatSend } from '#shared/catalogue/operations/chat.ts';
import {
  discordOperations,
  discordPost,
  discordRehearseCommand,
  discordRemove,
} from '#shared/catalogue/operations/discord.ts';
import {
  twitchBeginSignIn,
  twitchModerate,
  twitchOperations,
  twitchSetChannel,
  twitchSignOut,
} from '#shared/catalogue/operations/twitch.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { TwitchSignIn } from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import { chatMessage } from '../testing/fake-bridges.ts';
import { createFakeChat } from '../testing/fake-chat.ts';
import { createFakeTwitch } from '../testing/fake-twitch.ts';
import { chatPresenceManifest, type ChatPresencePorts } from './manifest.ts';

const owner: OperationRequest = { caller: 'test', audience: 'owner' };
const signIn: TwitchSignIn = {
  configured: true,
  simulated: false,
  account: null,
  missingScopes: [],
  forecast: null,
  trouble: null,
  attempt: null,
  chat: { source: 'nobody', login: null, message: 'Chat is only read.' },
};
const notRehearsing = new Fault('rehearsal.not-rehearsing', 'The program is live.', {
  kind: 'configuration',
});

const start = async () => {
  const { clock, createServices } = createCoreHarness();
  const services = createServices();
  const { bus, ids } = services;
  const chat = createFakeChat();
  const twitch = createFakeTwitch();
  const asked: unknown[] = [];
  let title = 'Old words';
  const did = (what: object) => {
    asked.push(what);
    return Promise.resolve(ok(undefined));
  };
  const api: typeof twitch.api = {
    ...twitch.api,
    channel: { id: '1', login: 'harbour', displayName: 'Harbour' },
    getChannelInfo: () => Promise.resolve(ok({ title, category: { id: '2', name: 'Music' } })),
    getLiveSince: () => Promise.resolve(ok(null)),
    setChannelInfo: (change) => {
      title = change.title ?? title;
      return Promise.resolve(ok({ title, category: null }));
    },
    ban: (userId, reason) => did({ ban: userId, reason }),
    timeOut: (userId, seconds) => did({ timeOut: userId, seconds }),
    isBanned: (userId) => Promise.resolve(stage.banned ?? ok(userId === 'banned-before')),
    unban: (userId) => did({ unban: userId }),
    deleteMessage: () =>
      Promise.resolve(
        err(new Fault('twitch.not-found', 'There is no such message.', { kind: 'configuration' })),
      ),
  };
  const stage = { obstacle: null as Fault | null, banned: null as Result<boolean, Fault> | null };
  const ports: ChatPresencePorts = {
    ...chat.ports,
    describe: () => ({ verdict: healthyVerdict(), components: [], show: 'live' }),
    twitch: { ...twitch, api },
    readTwitchSignIn: () => Promise.resolve(signIn),
    rehearsedViewer: {
      obstacle: () => stage.obstacle,
      use: (command) => (command === 'status' ? 'Maple Otter' : null),
    },
  };
  const orchestrator = chatPresenceManifest.create(services, { discord: { enabled: true } }, ports);
  const started = orchestrator.initialize();
  await clock.advance(1_000);
  expect((await started).ok).toBe(true);
  const operations = createOperations({
    clock,
    ids,
    bus,
    implementations: chatPresenceManifest.operations(orchestrator, ports),
  });
  return { operations, chat, asked, stage, bus, clock, stop: () => orchestrator.cleanup() };
};

describe('the operations of chat and its platforms', () => {
  let rig: Awaited<ReturnType<typeof start>>;
  beforeEach(async () => {
    rig = await start();
  });
  afterEach(() => rig.stop());

  it('are all implemented, each once', () => {
    const declared = [...twitchOperations, ...discordOperations, ...chatOperations].map(({ id }) => id);
    const implemented = rig.operations.list().map(({ operation }) => operation.id);
    expect(implemented.toSorted()).toEqual(declared.toSorted());
  });

  it('send a message in the name of the caller, without recording its text', async () => {
    const sending = rig.operations.run(chatSend, { platform: 'twitch', text: 'a word nobody keeps' }, owner);
    await rig.clock.settle();
    expect(await sending).toMatchObject({ ok: true, value: { result: { result: 'delivered' } } });
    expect(rig.chat.twitch.sent.map(({ text }) => text)).toEqual(['a word nobody keeps']);
    const records = JSON.stringify(rig.bus.recent('operation.*', 10));
    expect(records).toContain('chat.send');
    expect(records).not.toContain('a word nobody keeps');
  });

  it('block a secret, and send it when its owner confirms', async () => {
    const message = { platform: 'twitch', text: 'mine is oauth:canary0123456789abcdef' } as const;
    const refused = await rig.operations.run(chatSend, message, owner);
    expect(refused).toMatchObject({ ok: false, error: { code: 'chat.looks-secret' } });
    const sending = rig.operations.run(chatSend, { ...message, sendAnyway: true }, owner);
    await rig.clock.settle();
    expect(await sending).toMatchObject({ ok: true });
  });

  it('change the channel, and return its previous information', async () => {
    const done = await rig.operations.run(twitchSetChannel, { title: 'New words' }, owner);
    expect(done).toMatchObject({
      ok: true,
      value: {
        result: { title: 'New words', channel: { login: 'harbour' }, liveSince: null },
        message: expect.stringContaining('New words'),
        undo: { operation: 'twitch.set-channel', input: { title: 'Old words' } },
      },
    });
  });

  it('offer no undo for a timeout of a viewer who was already timed out, or may have been', async () => {
    const timeOut = async (userId: string) => {
      const request = { action: 'time-out', userId, seconds: 60, reason: '' } as const;
      const done = await rig.operations.run(twitchModerate, request, owner);
      return done.ok && done.value.undo;
    };
    expect(await timeOut('7')).toMatchObject({ input: { action: 'unban', userId: '7' } });
    expect(await timeOut('banned-before')).toBeNull();
    rig.stage.banned = err(
      new Fault('twitch.not-permitted', 'Ask the broadcaster.', { kind: 'configuration' }),
    );
    expect(await timeOut('7')).toBeNull();
  });

  it('ban a viewer, and undo it by lifting the ban', async () => {
    const banned = await rig.operations.run(
      twitchModerate,
      { action: 'ban', userId: '7', reason: 'spam' },
      owner,
    );
    expect(banned).toMatchObject({
      ok: true,
      value: {
        message: 'Viewer banned on Twitch.',
        undo: { operation: 'twitch.moderate', input: { action: 'unban', userId: '7' } },
      },
    });
    const free = await rig.operations.run(twitchModerate, { action: 'unban', userId: '7' }, owner);
    expect(free).toMatchObject({ ok: true, value: { undo: null } });
    expect(rig.asked).toEqual([{ ban: '7', reason: 'spam' }, { unban: '7' }]);
    expect(JSON.stringify(rig.bus.recent('operation.*', 10))).not.toContain('spam');
  });

  it('return the fault of a refusal by Twitch', async () => {
    const gone = { action: 'delete-message', messageId: 'never-said' } as const;
    const refused = await rig.operations.run(twitchModerate, gone, owner);
    expect(refused).toMatchObject({ ok: false, error: { code: 'twitch.not-found' } });
    expect(await rig.operations.run(twitchBeginSignIn, {}, owner)).toMatchObject({ ok: false });
    expect(await rig.operations.run(twitchSignOut, {}, owner)).toMatchObject({ ok: false });
  });

  it('post once for each request that is sent twice with one key', async () => {
    const keyed = { ...owner, idempotencyKey: 'once' };
    const first = await rig.operations.run(discordPost, { text: 'Hello' }, keyed);
    expect(await rig.operations.run(discordPost, { text: 'Hello' }, keyed)).toEqual(first);
    await rig.operations.run(discordPost, { text: 'Hello' }, owner);
    const keys = rig.chat.discord.posts.map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
    expect(keys).toHaveLength(2);
  });

  it('find the webhook of a message to delete', async () => {
    rig.chat.discord.hear(chatMessage({ platform: 'discord', id: '55', own: true, userId: '99' }));
    const place = { channelId: '3', messageId: '55', webhookId: null };
    expect(await rig.operations.run(discordRemove, place, owner)).toMatchObject({ ok: true });
    expect(rig.chat.discord.removed).toEqual([{ ...place, webhookId: '99' }]);
  });

  it('let a viewer of the rehearsal use a command, and explain why not while live', async () => {
    const use = (command: string) => rig.operations.run(discordRehearseCommand, { command }, owner);
    expect(await use('status')).toMatchObject({
      ok: true,
      value: { result: { message: 'Maple Otter used /status.' } },
    });
    expect(await use('dance')).toMatchObject({
      ok: false,
      error: { code: 'discord.unknown-command', action: { kind: 'open-settings' } },
    });
    rig.stage.obstacle = notRehearsing;
    expect(await use('status')).toMatchObject({ ok: false, error: { code: 'rehearsal.not-rehearsing' } });
    const listed = rig.operations.list().find(({ operation }) => operation.id === discordRehearseCommand.id);
    expect(listed?.obstacle?.code).toBe('rehearsal.not-rehearsing');
  });
});
