import { describe, expect, it } from 'vitest';
import { waitUntil } from '../testing/component-harness.ts';
import { mapleOtter, openTwitchStage } from './testing/twitch-stage.ts';

const channel = '#lantern_cove_rehearsal';
const from = ':gull!gull@gull.tmi.twitch.tv';
const chat = (tags: string, text = 'hello'): string => `@${tags} ${from} PRIVMSG ${channel} :${text}\r\n`;

/** Data on the socket, with the expected numbers of messages and counted refusals. */
const frames: readonly (readonly [
  what: string,
  frame: string | Uint8Array,
  messages: number,
  refusals: number,
])[] = [
  ['an empty frame', '', 0, 0],
  ['line endings only', '\r\n\r\n\r\n', 0, 0],
  ['a lone CR', '\r', 0, 0],
  ['a lone LF', '\n', 0, 0],
  ['NUL bytes', '\0\0\0\r\n', 0, 0],
  ['tags only', '@id=1\r\n', 0, 0],
  ['a prefix only', ':tmi.twitch.tv\r\n', 0, 0],
  ['a line of 1 MB', `${'x'.repeat(1_048_576)}\r\n`, 0, 1],
  ['a chat line of 1 MB', chat('id=1', 'x'.repeat(1_048_576)), 0, 1],
  ['10,000 tags', chat(Array.from({ length: 10_000 }, (_, index) => `t${index}=`).join(';')), 0, 1],
  [
    '1,000 tags',
    chat(`id=many;${Array.from({ length: 1_000 }, (_, index) => `t${index}=`).join(';')}`),
    1,
    0,
  ],
  ['a tag without a value', chat('id=a;badges;color=;emotes'), 1, 0],
  ['a tag twice', chat('id=a;id=b'), 1, 0],
  ['escapes in every order', chat('id=c;display-name=\\s\\:\\\\\\r\\n\\x\\'), 1, 0],
  ['only separators for tags', chat(';;;=;=;\\'), 1, 0],
  ['a missing prefix', `PRIVMSG ${channel} :hello\r\n`, 0, 1],
  ['a missing channel', `${from} PRIVMSG\r\n`, 0, 1],
  ['another channel', `${from} PRIVMSG #elsewhere :hello\r\n`, 0, 1],
  ['an unknown command', ':tmi.twitch.tv FROBNICATE x y z\r\n', 0, 0],
  ['numeric 999', ':tmi.twitch.tv 999 nobody :nothing\r\n', 0, 0],
  ['a NOTICE without text', '@msg-id=room_mods :tmi.twitch.tv NOTICE\r\n', 0, 0],
  [
    'a NOTICE that makes the library throw',
    `@msg-id=vips_success :tmi.twitch.tv NOTICE ${channel}\r\n`,
    0,
    0,
  ],
  ['a MODE without a target', `:jtv MODE ${channel}\r\n`, 0, 0],
  ['a CLEARCHAT without a channel', ':tmi.twitch.tv CLEARCHAT\r\n', 0, 0],
  [
    'a CLEARCHAT for an unknown viewer',
    `@ban-duration=NaN :tmi.twitch.tv CLEARCHAT ${channel} :nobody\r\n`,
    0,
    0,
  ],
  ['a USERNOTICE without an id', `:tmi.twitch.tv USERNOTICE ${channel}\r\n`, 0, 0],
  [
    'a raid without a name',
    `@msg-id=raid;msg-param-viewerCount=1e400 :tmi.twitch.tv USERNOTICE ${channel}\r\n`,
    0,
    0,
  ],
  [
    'an invalid ROOMSTATE',
    `@slow=NaN;followers-only=-99999999999 :tmi.twitch.tv ROOMSTATE ${channel}\r\n`,
    0,
    0,
  ],
  ['an invalid USERSTATE', `@badges=,,,;mod=yes;color=red :tmi.twitch.tv USERSTATE ${channel}\r\n`, 0, 0],
  ['an unsolicited PONG', ':tmi.twitch.tv PONG\r\n', 0, 0],
  ['a flood of PINGs', 'PING :x\r\n'.repeat(500), 0, 0],
  ['the name of a prototype property', `@id=p :__proto__!__proto__@x PRIVMSG ${channel} :hi\r\n`, 1, 0],
  ['tags with names of prototype properties', chat('id=q;__proto__=x;constructor=y;toString=z'), 1, 0],
  ['emotes outside the text', chat('id=e;emotes=25:0-99/26:3-1/27:x-y/28'), 1, 0],
  ['an id that is too long', chat(`id=${'i'.repeat(300)}`), 0, 1],
  ['a nested action', chat('id=n', '\u0001ACTION a\u0001ACTION b\u0001\u0001'), 1, 0],
  [
    'markup and links',
    chat('id=m', '<svg onload=alert(1)> javascript:alert(1) file:///etc https://a@b'),
    1,
    0,
  ],
  ['a binary frame', new Uint8Array([0xff, 0x00, 0x80, 0xc3]), 0, 1],
];

describe('invalid lines', () => {
  it.each(frames)('survives %s', async (_what, frame, messages, refusals) => {
    await using stage = await openTwitchStage({ anonymous: true });
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.sendRaw(frame);
    stage.server.say(mapleOtter, 'still here');
    await waitUntil('the good line after it', () => stage.heard.at(-1)?.text === 'still here');
    expect(life.failure).toBeUndefined();
    expect(stage.heard).toHaveLength(messages + 1);
    const lines = (stage.bridge.getStatus?.()['refusedLines'] ?? {}) as Record<string, number>;
    expect(Object.values(lines).reduce((sum, count) => sum + count, 0)).toBe(refusals);
    // Lost lines of this channel are reported; lines of another channel are not ours.
    const reported = stage.harness.topics('chat.message-left-out');
    expect(reported).toHaveLength(refusals - (lines['other-channel'] ?? 0));
    expect(await life.stop()).toEqual([]);
  });

  it('reports a dropped message and the reason, without its content', async () => {
    await using stage = await openTwitchStage({ anonymous: true });
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.sendRaw(chat(`id=${'i'.repeat(300)}`, 'the rope holds'));
    stage.server.faults.sendRaw(`@id=m-7 :tmi.twitch.tv PRIVMSG ${channel} :the rope holds\r\n`);
    await waitUntil('both events', () => stage.harness.topics('chat.message-left-out').length === 2);
    const reported = stage.harness.events.filter(({ topic }) => topic === 'chat.message-left-out');
    expect(reported).toMatchObject([
      {
        level: 'warning',
        message: 'A message on Twitch was discarded: its ID is invalid',
        data: { platform: 'twitch', channel: stage.server.channel, messageId: null },
      },
      { data: { messageId: 'm-7', problem: 'it has no author' } },
    ]);
    expect(JSON.stringify(reported)).not.toContain('rope');
    expect(await life.stop()).toEqual([]);
  });

  it('counts a flood of unreadable lines, and reports twenty a minute', async () => {
    await using stage = await openTwitchStage({ anonymous: true });
    const life = await stage.harness.start(stage.bridge);
    const counted = () => (stage.bridge.getStatus?.()['refusedLines'] ?? {}) as Record<string, number>;
    for (let line = 0; line < 60; line += 1) {
      stage.server.faults.sendRaw(`@id=m-${line} :tmi.twitch.tv PRIVMSG ${channel} :the rope holds\r\n`);
    }
    await waitUntil('all were read', () => Object.values(counted()).includes(60));
    expect(stage.harness.topics('chat.message-left-out')).toHaveLength(20);
    expect(await life.stop()).toEqual([]);
  });

  it('ends this connection, and only this one, on an oversized frame', async () => {
    await using stage = await openTwitchStage({ anonymous: true });
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.sendRaw('x'.repeat(5 * 1_024 * 1_024));
    expect(await life.failed).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(await life.stop()).toEqual([]);
  });
});
