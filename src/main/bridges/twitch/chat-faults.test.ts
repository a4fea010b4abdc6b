import { describe, expect, it } from 'vitest';
import { refusedUpgrade } from '../twitch-http/index.ts';
import { faultOfChannelNotice, faultOfLoginNotice, faultOfSocketError } from './chat-faults.ts';

const socketError = (code: string): Error => Object.assign(new Error(`it broke: ${code}`), { code });

describe('messages for Twitch chat failures', () => {
  it.each([
    ['ENOTFOUND', /^chat\.example can’t be found/],
    ['EAI_AGAIN', /^chat\.example can’t be found/],
    ['ECONNREFUSED', /is refusing connections/],
    ['ETIMEDOUT', /didn’t answer in time/],
    ['CERT_HAS_EXPIRED', /certificate of chat\.example isn’t trusted .* clock/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /certificate of chat\.example isn’t trusted/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /certificate of chat\.example isn’t trusted/],
    ['EPIPE', /was lost \(EPIPE\)/],
  ])('%s', (code, words) => {
    const fault = faultOfSocketError(socketError(code), 'chat.example');
    expect(fault).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(fault.message).toMatch(words);
  });

  it('waits longer after a certificate error', () => {
    expect(
      faultOfSocketError(socketError('CERT_HAS_EXPIRED'), 'chat.example').retryAfterMs,
    ).toBeGreaterThanOrEqual(30_000);
  });

  it.each([
    [200, /web page \(HTTP 200\)/],
    [302, /web page \(HTTP 302\)/],
    [502, /refused the connection \(HTTP 502\)/],
  ])('HTTP %i in place of a WebSocket', (status, words) => {
    expect(refusedUpgrade(status, 'chat.example').message).toMatch(words);
  });

  it.each(['Login authentication failed', 'Improperly formatted auth', 'Login unsuccessful', 'Invalid NICK'])(
    '"%s" requires a sign-in',
    (text) => {
      expect(faultOfLoginNotice(text, 'somebody')).toMatchObject({
        code: 'twitch.sign-in-refused',
        kind: 'authentication',
        action: { kind: 'sign-in' },
      });
    },
  );

  it.each([
    ['msg_banned', 'twitch.banned', 'authentication'],
    ['msg_suspended', 'twitch.account-suspended', 'authentication'],
    ['msg_channel_suspended', 'twitch.channel-unavailable', 'configuration'],
    ['tos_ban', 'twitch.channel-unavailable', 'configuration'],
  ])('%s blocks the channel until a person acts', (msgId, code, kind) => {
    expect(faultOfChannelNotice(msgId, 'said so', 'lantern_cove')).toMatchObject({ code, kind });
  });

  it('ignores other notices', () => {
    expect(faultOfLoginNotice('Welcome', null)).toBeUndefined();
    expect(faultOfChannelNotice('slow_on', 'This room is now in slow mode.', 'lantern_cove')).toBeUndefined();
  });
});
