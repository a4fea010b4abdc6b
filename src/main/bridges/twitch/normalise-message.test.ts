import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatMessageSchema } from '#shared/model/index.ts';
import type { IrcMessage } from './irc-message.ts';
import { normaliseTwitchMessage, refusalReasons, type NormaliserContext } from './normalise-message.ts';

const now = Date.UTC(2026, 0, 1, 12);
const context: NormaliserContext = {
  channel: 'lantern_cove',
  ownLogin: 'cuelight_helper',
  ownUserId: '42',
  now,
  nextId: () => 'made-here',
};

const line = (
  text: string,
  tags: Record<string, string> = {},
  change: Partial<IrcMessage> = {},
): IrcMessage => ({
  tags: new Map(Object.entries({ id: 'message-1', 'user-id': '7', ...tags })),
  prefix: ':maple_otter!maple_otter@maple_otter.tmi.twitch.tv'.slice(1),
  command: 'PRIVMSG',
  params: ['#lantern_cove', text],
  ...change,
});

const read = (message: IrcMessage) => {
  const result = normaliseTwitchMessage(message, context);
  if (!result.ok) throw new Error(`refused: ${result.error}`);
  return result.value;
};

describe('normalising a chat line', () => {
  it('reads the tags', () => {
    const message = read(
      line('@Juniper hello there', {
        badges: 'moderator/1,subscriber/12',
        color: '#1E90FF',
        'display-name': 'Maple_Otter',
        'first-msg': '1',
        'reply-parent-msg-id': 'parent-9',
        'room-id': '900',
        'source-room-id': '901',
        'tmi-sent-ts': String(now - 1_500),
      }),
    );
    expect(message).toEqual({
      id: 'message-1',
      platform: 'twitch',
      channel: 'lantern_cove',
      channelTitle: '#lantern_cove',
      userId: '7',
      userName: 'maple_otter',
      displayName: 'Maple_Otter',
      color: '#1E90FF',
      roles: ['moderator', 'subscriber'],
      text: '@Juniper hello there',
      emotes: [],
      replyTo: 'parent-9',
      firstMessage: true,
      sharedFrom: '901',
      action: false,
      own: false,
      ownCause: null,
      at: now - 1_500,
    });
  });

  it.each([
    ['ASCII', 'hi Kite', '25:3-6', [{ id: '25', from: 3, to: 7 }]],
    ['after an emoji of two units', '🦦 Kite', '25:2-5', [{ id: '25', from: 3, to: 7 }]],
    ['after a NUL that is removed', 'a\0b Kite', '25:4-7', [{ id: '25', from: 3, to: 7 }]],
    [
      'two of the same emote',
      'Kite Kite',
      '25:0-3,5-8',
      [
        { id: '25', from: 0, to: 4 },
        { id: '25', from: 5, to: 9 },
      ],
    ],
    [
      'in the order of the text',
      'Kite Wave',
      'w:5-8/k:0-3',
      [
        { id: 'k', from: 0, to: 4 },
        { id: 'w', from: 5, to: 9 },
      ],
    ],
    ['overlapping', 'KiteWave', 'k:0-5/w:4-7', [{ id: 'k', from: 0, to: 6 }]],
    ['beyond the text', 'Kite', '25:0-9', []],
    ['reversed', 'Kite', '25:3-0', []],
    ['negative', 'Kite', '25:-2-3', []],
    ['not numbers', 'Kite', '25:a-b/:/25/:::', []],
    ['named like a prototype', 'Kite', '__proto__:0-3', [{ id: '__proto__', from: 0, to: 4 }]],
  ])('reads emotes: %s', (_what, text, emotes, expected) => {
    expect(read(line(text, { emotes })).emotes).toEqual(expected);
  });

  it('keeps at most 500 emotes of one message', () => {
    const spans = Array.from({ length: 800 }, (_, index) => `${index * 2}-${index * 2}`).join(',');
    expect(read(line('K '.repeat(800), { emotes: `25:${spans}` })).emotes).toHaveLength(500);
  });

  it.each([
    ['/me', '\u0001ACTION waves\u0001', 'waves', true],
    ['/me without its end', '\u0001ACTION waves', 'waves', true],
    ['/me with markers inside', '\u0001ACTION wa\u0001ves\u0001', 'waves', true],
    ['NUL and other controls', 'a\0b\u0007c\u009fd', 'abcd', false],
    ['a tab', 'a\tb', 'a b', false],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb', false],
    ['the invisible tail some clients add', '!status \u{e0000}', '!status', false],
    ['combining marks and joiners', 'é👩‍🚀', 'é👩‍🚀', false],
    ['markup stays text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>', false],
    ['a long text', 'x'.repeat(9_000), 'x'.repeat(4_000), false],
    ['a long text of pairs', '🦦'.repeat(5_000), '🦦'.repeat(4_000), false],
  ])('cleans the text: %s', (_what, text, expected, action) => {
    const message = read(line(text));
    expect(message.text).toBe(expected);
    expect(message.action).toBe(action);
  });

  it.each([
    ['missing', undefined, now],
    ['words', 'yesterday', now],
    ['negative', '-5', now],
    ['not a number', 'NaN', now],
    ['too large for a number', '9007199254740993', now],
    ['far in the future', String(now + 3_600_000), now],
    ['a moment ahead', String(now + 2_000), now + 2_000],
    ['before Twitch', '1', now],
  ])('accepts only plausible times: %s', (_what, stamp, at) => {
    expect(read(line('hello', stamp === undefined ? {} : { 'tmi-sent-ts': stamp })).at).toBe(at);
  });

  it.each([
    ['no badges', {}, ['viewer']],
    ['the flag alone', { mod: '1' }, ['moderator']],
    ['the channel’s owner', { badges: 'broadcaster/1,subscriber/3' }, ['broadcaster', 'subscriber']],
    ['a founder', { badges: 'founder/0' }, ['subscriber']],
    ['a VIP', { badges: 'vip/1' }, ['vip']],
    ['unknown badges', { badges: '__proto__/1,constructor,/,,' }, ['viewer']],
  ])('reads roles: %s', (_what, tags, roles) => {
    expect(read(line('hello', tags)).roles).toEqual(roles);
  });

  it.each(['__proto__', 'constructor', 'tostring'])('treats the name %s like any other', (name) => {
    const message = read(line('hello', { 'display-name': name }, { prefix: `${name}!${name}@host` }));
    expect(message.userName).toBe(name);
    expect(message.displayName).toBe(name);
  });

  it('removes direction marks and zero-width characters from names', () => {
    expect(read(line('hi', { 'display-name': 'Ma\u202eple\u200b  Otter' })).displayName).toBe('Maple Otter');
    expect(read(line('hi', { 'display-name': '\u200b' })).displayName).toBe('maple_otter');
  });

  it('recognises our own account by its id and by its login', () => {
    expect(read(line('hi', { 'user-id': '42' })).own).toBe(true);
    expect(read(line('hi', {}, { prefix: 'cuelight_helper!x@y' })).own).toBe(true);
    expect(read(line('hi')).own).toBe(false);
  });

  it('assigns an id to a message without one', () => {
    const bare: IrcMessage = { ...line('hi'), tags: new Map() };
    expect(read(bare).id).toBe('made-here');
  });

  it.each([
    ['no-author', line('hi', {}, { prefix: null })],
    ['no-author', line('hi', {}, { prefix: 'tmi.twitch.tv' })],
    ['no-text', line('')],
    ['no-text', line('\0\u0007')],
    ['no-text', line('hi', {}, { params: ['#lantern_cove'] })],
    ['other-channel', line('hi', {}, { params: ['#elsewhere', 'hi'] })],
    ['other-channel', line('hi', {}, { params: [] })],
    ['bad-id', line('hi', { id: 'x'.repeat(201) })],
    ['bad-id', line('hi', { id: '' })],
  ])('refuses a line with a reason: %s', (reason, message) => {
    expect(normaliseTwitchMessage(message, context)).toEqual({ ok: false, error: reason });
  });

  it('returns a valid message or a reason for any input', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 60 });
    const tagName = fc.constantFrom(
      'id',
      'badges',
      'color',
      'display-name',
      'emotes',
      'tmi-sent-ts',
      'user-id',
      '__proto__',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(tagName, anyText)),
        fc.option(anyText, { nil: null }),
        anyText,
        (tags, prefix, text) => {
          const result = normaliseTwitchMessage(
            { tags: new Map(tags), prefix, command: 'PRIVMSG', params: ['#lantern_cove', text] },
            context,
          );
          const sound = result.ok
            ? chatMessageSchema.safeParse(result.value).success
            : refusalReasons.includes(result.error);
          expect(sound).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
