import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStage, viewer, type DiscordStage } from './testing/stage.ts';
import type { ComponentLife } from '../testing/component-harness.ts';

const within = { timeout: 20_000, interval: 20 } as const;
const id = '1300000000000000001';
const author = { id, username: 'maple_otter', discriminator: '0', avatar: null };

/** A message that Discord could have sent, with some fields replaced. */
const messageWith = (
  stage: DiscordStage,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({
  id,
  type: 0,
  channel_id: stage.discord.channelId,
  guild_id: stage.discord.guildId,
  author,
  member: { roles: [], joined_at: '2026-01-01T00:00:00.000Z', deaf: false, mute: false, flags: 0 },
  content: 'fine',
  timestamp: '2026-01-01T00:00:00.000Z',
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  pinned: false,
  ...fields,
});

/** A slash command interaction as Discord sends it, with some fields replaced. */
const interactionWith = (
  stage: DiscordStage,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({
  id,
  application_id: stage.discord.botId,
  type: 2,
  token: 'a-token',
  guild_id: stage.discord.guildId,
  channel_id: stage.discord.channelId,
  channel: { id: stage.discord.channelId, type: 0, guild_id: stage.discord.guildId },
  member: { user: author, roles: [], permissions: '0' },
  data: { id, name: 'status', type: 1 },
  app_permissions: '0',
  entitlements: [],
  locale: 'en-US',
  ...fields,
});

/** The message inside a forward; Discord omits its author. */
const copy = {
  type: 0,
  timestamp: '2026-01-01T00:00:00.000Z',
  edited_timestamp: null,
  flags: 0,
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  components: [],
};

const forwardOf = (fields: Readonly<Record<string, unknown>>) => ({
  content: '',
  message_reference: { type: 1, message_id: '77', channel_id: '78' },
  message_snapshots: [{ message: { ...copy, ...fields } }],
});

describe('payloads that Discord should never send', () => {
  let stage: DiscordStage;
  let life: ComponentLife;
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);

  beforeEach(async () => {
    process.on('unhandledRejection', onRejection);
    process.on('uncaughtException', onRejection);
    stage = await openStage();
    life = await stage.harness.start(stage.bridge);
  });

  afterEach(async () => {
    await life.stop();
    await stage[Symbol.asyncDispose]();
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onRejection);
    const escaped = rejections.splice(0);
    if (escaped.length > 0) throw new AggregateError(escaped, 'Something escaped the bridge');
  });

  /** Expects that a valid message after the bad one still arrives on the same link. */
  const expectStillWorking = async (): Promise<void> => {
    stage.discord.say(viewer, 'still here');
    await vi.waitFor(() => expect(stage.texts()).toContain('still here'), within);
    expect(life.failure).toBeUndefined();
    expect(stage.discord.identifies()).toHaveLength(1);
  };

  it.each([
    ['an empty frame', ''],
    ['text that is not JSON', '{"op":0,'],
    ['a lone number', '7'],
    ['null', 'null'],
    ['an array', '[]'],
    ['an unknown op', '{"op":99,"d":null}'],
    ['a text as op', '{"op":"hello","d":null}'],
    ['HELLO without an interval', '{"op":10,"d":null}'],
    ['HELLO with an interval of 0', '{"op":10,"d":{"heartbeat_interval":0}}'],
    ['HELLO with an endless interval', '{"op":10,"d":{"heartbeat_interval":1e400}}'],
    ['INVALID_SESSION without its flag', '{"op":9}'],
    ['a dispatch without a sequence number', '{"op":0,"t":"MESSAGE_CREATE","d":{}}'],
    [
      'a dispatch with a sequence number out of range',
      '{"op":0,"t":"MESSAGE_CREATE","s":9007199254740993,"d":{}}',
    ],
    ['a second READY without a user', '{"op":0,"t":"READY","s":50,"d":{"session_id":"x"}}'],
    ['duplicate keys', '{"op":0,"op":11,"t":"x","t":7,"s":1,"d":null}'],
    ['depth 10,000', `{"op":0,"t":"MESSAGE_CREATE","s":9,"d":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['an event called __proto__', '{"op":0,"t":"__proto__","s":9,"d":{}}'],
    ['an event called constructor', '{"op":0,"t":"constructor","s":9,"d":{}}'],
  ])('drops a frame: %s', async (_what, frame) => {
    stage.discord.faults.sendRaw(frame);
    await expectStillWorking();
  });

  it('drops a binary frame', async () => {
    stage.discord.faults.sendRaw(new Uint8Array([0, 1, 2, 255]));
    await expectStillWorking();
    expect(stage.harness.topics('discord.payload-refused')).toHaveLength(1);
  });

  it.each([
    ['null', null],
    ['a text', 'message'],
    ['no author', { author: undefined }],
    ['an author without an id', { author: { username: 'x' } }],
    ['a text as id', { id: 'abc' }],
    ['a negative id', { id: '-1' }],
    ['an id beyond 20 digits', { id: '1'.repeat(30) }],
    ['a number for an id', { id: 2 ** 53 }],
    ['content that is not text', { content: { a: 1 } }],
    ['a text of a million characters', { content: 'x'.repeat(1_000_000) }],
    ['mentions that are not a list', { mentions: 'all' }],
    ['a mention of nobody', { mentions: [null] }],
    ['a timestamp that is not a date', { timestamp: 'yesterday' }],
    ['a text as type', { type: 'Default' }],
    ['attachments that are not a list', { attachments: {} }],
    ['member roles that are not a list', { member: { roles: 5 } }],
  ])('drops a message with %s and reports it once', async (_what, fields) => {
    const data = typeof fields === 'object' && fields !== null ? messageWith(stage, fields) : fields;
    stage.discord.faults.dispatchRaw('MESSAGE_CREATE', data);
    stage.discord.faults.dispatchRaw('MESSAGE_CREATE', data);
    await expectStillWorking();
    expect(stage.heard.map(({ text }) => text)).toEqual(['still here']);
    expect(stage.bridge.getStatus?.()['unreadablePayloads']).toBe(2);
    const reported = stage.harness.events.filter(({ topic }) => topic === 'discord.payload-refused');
    expect(reported).toHaveLength(1);
    expect(reported[0]?.data['topic']).toBe('MESSAGE_CREATE');
  });

  it.each([
    ['null', null],
    ['no token', { token: undefined }],
    ['an endless token', { token: 'x'.repeat(10_000) }],
    ['no member', { member: undefined, user: author }],
    ['an empty member', { member: { user: null, roles: [], permissions: '0' } }],
    ['permissions that are not a number', { member: { user: author, roles: [], permissions: 'all' } }],
    ['no data', { data: null }],
    ['a name that is not text', { data: { id, name: 7, type: 1 } }],
    ['an unknown option', { data: { id, name: 'status', type: 1, options: [{ name: 'x', type: 1 }] } }],
    ['another kind', { type: 3, data: { custom_id: 'x', component_type: 2 } }],
    ['another kind of command', { data: { id, name: 'status', type: 2 } }],
    ['entitlements that are not a list', { entitlements: {} }],
    ['a direct message', { channel: { id: '1', type: 1 } }],
    ['no server', { guild_id: undefined }],
    ['the name of an object property', { data: { id, name: '__proto__', type: 1 } }],
  ])('keeps working after a slash command with %s', async (_what, fields) => {
    const data = fields === null ? null : interactionWith(stage, fields);
    stage.discord.faults.dispatchRaw('INTERACTION_CREATE', data);
    await expectStillWorking();
  });

  it.each([
    ['a guild without roles', 'GUILD_ROLE_UPDATE', { guild_id: '1', role: null }],
    ['a channel without a guild', 'CHANNEL_UPDATE', { id: '1', type: 0 }],
    ['an empty member', 'GUILD_MEMBER_UPDATE', { guild_id: '1', user: null, roles: [] }],
    ['a guild that is a number', 'GUILD_CREATE', 42],
    ['roles with broken permissions', 'GUILD_CREATE', { id: '5', roles: [{ id: '5', permissions: 'all' }] }],
    ['a deletion of nothing', 'MESSAGE_DELETE', {}],
    ['an event outside the intents', 'PRESENCE_UPDATE', null],
  ])('keeps working after %s', async (_what, topic, data) => {
    stage.discord.faults.dispatchRaw(topic, data);
    await expectStillWorking();
  });

  it.each([
    [
      'the name of an object property',
      { author: { ...author, username: '__proto__', global_name: 'constructor' } },
      'fine',
    ],
    ['control characters', { content: 'a\u0000b\u0007c' }, 'abc'],
    ['a lone surrogate', { content: 'lamp \uD83D' }, 'lamp \uFFFD'],
    ['a mention of an unknown user', { content: 'hi <@42>' }, 'hi @unknown user'],
    ['an impossible time', { content: 'at <t:9999999999999:F>' }, 'at 9999999999999'],
    ['invalid markup', { content: '<@> <:a:> <t:x> <script>' }, '<@> <:a:> <t:x> <script>'],
    [
      'a file alone',
      { content: '', attachments: [{ id: '9', filename: 'cat.png', size: 1, url: 'x', proxy_url: 'x' }] },
      '[file] cat.png',
    ],
    ['nothing at all', { content: '' }, '[message without text]'],
    [
      'a forward',
      forwardOf({ content: 'from afar', embeds: [{ title: 'left out' }] }),
      '[forwarded] from afar',
    ],
    [
      'a forward of a picture',
      forwardOf({
        content: '',
        attachments: [
          {
            id: '9',
            filename: 'cat.png',
            content_type: 'image/png',
            size: 1,
            url: 'x',
            proxy_url: 'x',
          },
        ],
      }),
      '[forwarded] [image] cat.png',
    ],
    [
      'an embed',
      { content: '', embeds: [{ title: 'Patch 7', description: 'Out now' }] },
      '[embed] Patch 7: Out now',
    ],
    ['a bare embed', { content: '', embeds: [{}] }, '[embed]'],
    ['a link with a preview', { content: 'see x', embeds: [{ title: 'X' }] }, 'see x'],
    [
      'a link with a rich embed as preview',
      { content: 'see https://x.test', embeds: [{ type: 'rich', title: 'X', url: 'https://x.test' }] },
      'see https://x.test',
    ],
    [
      'an embed of a bot under a text',
      { content: 'Tonight:', embeds: [{ type: 'rich', title: 'Raid at eight', url: 'https://x.test' }] },
      'Tonight: [embed] Raid at eight',
    ],
    [
      'a forward of an embed under a text',
      forwardOf({ content: 'Tonight:', embeds: [{ type: 'rich', description: 'A raid' }] }),
      '[forwarded] Tonight: [embed] A raid',
    ],
    [
      'a forward of components',
      forwardOf({ content: '', flags: 1 << 15, components: [{ type: 10, content: 'two' }] }),
      '[forwarded] two',
    ],
    ['a forward of unknown content', forwardOf({ content: '' }), '[forwarded]'],
    [
      'an embed that is a picture alone',
      { content: '', embeds: [{ type: 'image', url: 'https://x.test/a.png' }] },
      '[embed]',
    ],
    [
      'an embed of fields alone',
      { content: '', embeds: [{ type: 'rich', fields: [{ name: 'Where', value: 'Here' }] }] },
      '[embed] Where: Here',
    ],
    [
      'a menu alone',
      {
        content: '',
        components: [
          { type: 1, components: [{ type: 3, custom_id: 'x', placeholder: 'Vote', options: [] }] },
        ],
      },
      '[menu] Vote',
    ],
    [
      'a thumbnail and a file among components',
      {
        content: '',
        flags: 1 << 15,
        components: [
          {
            type: 9,
            components: [{ type: 10, content: 'one' }],
            accessory: { type: 11, media: { url: 'https://x.test/a.png' }, description: 'A lamp' },
          },
          { type: 13, file: { url: 'attachment://a.zip' }, name: 'a.zip', size: 1 },
        ],
      },
      'one [image] A lamp [file] a.zip',
    ],
    [
      'components in containers and sections',
      {
        content: '',
        flags: 1 << 15,
        components: [
          {
            type: 17,
            components: [
              {
                type: 9,
                components: [{ type: 10, content: 'one' }],
                accessory: { type: 2, style: 5, label: 'Go', url: 'https://x.test' },
              },
              { type: 14 },
              { type: 10, content: 'two' },
              { type: 12, items: [{ media: { url: 'https://x.test/a.png' }, description: 'A lamp' }] },
            ],
          },
        ],
      },
      'one [button] Go two [image] A lamp',
    ],
    ['components of an unknown kind', { content: '', components: [{ type: 99 }] }, '[message without text]'],
    [
      'a poll',
      {
        content: '',
        poll: {
          question: { text: 'Lamp?' },
          answers: [
            { answer_id: 1, poll_media: { text: 'Yes' } },
            { answer_id: 2, poll_media: { text: 'No' } },
          ],
          expiry: null,
          allow_multiselect: false,
          layout_type: 1,
        },
      },
      '[poll] Lamp?: Yes / No',
    ],
    [
      'a sticker',
      { content: '', sticker_items: [{ id: '8', name: 'Wave', format_type: 1 }] },
      '[sticker] Wave',
    ],
    [
      'a voice message',
      {
        content: '',
        flags: 1 << 13,
        attachments: [
          {
            id: '9',
            filename: 'voice-message.ogg',
            content_type: 'audio/ogg',
            size: 1,
            url: 'x',
            proxy_url: 'x',
          },
        ],
      },
      '[voice message]',
    ],
    ['a member who joined', { content: '', type: 7 }, '[joined the server]'],
    [
      'a pin',
      { content: '', type: 6, message_reference: { message_id: '7', channel_id: '8' } },
      '[pinned a message]',
    ],
    ['a boost', { content: '', type: 9 }, '[boosted the server]'],
    ['a new thread', { content: 'Lamps', type: 18 }, '[started a thread] Lamps'],
    ['an unknown system message', { content: '', type: 200 }, '[Discord notice]'],
  ])('reads a message with %s as text', async (_what, fields, text) => {
    stage.discord.faults.dispatchRaw('MESSAGE_CREATE', messageWith(stage, fields));
    await vi.waitFor(() => expect(stage.texts()).toEqual([text]), within);
    await expectStillWorking();
  });
});
