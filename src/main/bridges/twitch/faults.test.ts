import { describe, expect, it } from 'vitest';
import { refusedUpgrade } from '../twitch-http/index.ts';
import { faultOfChannelNotice, faultOfLoginNotice, faultOfSocketError } from './faults.ts';

const socketError = (code: string): Error => Object.assign(new Error(`it broke: ${code}`), { code });

describe('what broke, in words', () => {
  it.each([
    ['ENOTFOUND', /name chat\.example cannot be found/],
    ['EAI_AGAIN', /name chat\.example cannot be found/],
    ['ECONNREFUSED', /refuses connections/],
    ['ETIMEDOUT', /did not answer in time/],
    ['CERT_HAS_EXPIRED', /certificate of chat\.example is not trusted .* clock/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /certificate of chat\.example is not trusted/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /certificate of chat\.example is not trusted/],
    ['EPIPE', /broke \(EPIPE\)/],
  ])('%s', (code, words) => {
    const fault = faultOfSocketError(socketError(code), 'chat.example');
    expect(fault).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(fault.message).toMatch(words);
  });

  it('does not hurry where a certificate is at fault', () => {
    expect(
      faultOfSocketError(socketError('CERT_HAS_EXPIRED'), 'chat.example').retryAfterMs,
    ).toBeGreaterThanOrEqual(30_000);
  });

  it.each([
    [200, /web page \(HTTP 200\)/],
    [302, /web page \(HTTP 302\)/],
    [502, /refused the connection \(HTTP 502\)/],
  ])('HTTP %i where a WebSocket was asked for', (status, words) => {
    expect(refusedUpgrade(status, 'chat.example').message).toMatch(words);
  });

  it.each(['Login authentication failed', 'Improperly formatted auth', 'Login unsuccessful', 'Invalid NICK'])(
    '"%s" asks for a sign-in',
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
  ])('%s keeps us out until a person acts', (msgId, code, kind) => {
    expect(faultOfChannelNotice(msgId, 'said so', 'lantern_cove')).toMatchObject({ code, kind });
  });

  it('lets other notices pass', () => {
    expect(faultOfLoginNotice('Welcome', null)).toBeUndefined();
    expect(faultOfChannelNotice('slow_on', 'This room is now in slow mode.', 'lantern_cove')).toBeUndefined();
  });
});
