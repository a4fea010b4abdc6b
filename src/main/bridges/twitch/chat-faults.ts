import { Fault, foreignWords, isolate, type FaultAction } from '#shared/kernel/index.ts';
import { platformOf } from '#shared/model/index.ts';
import { faultOfNetworkError, unreachable } from '../twitch-http/index.ts';

const { settingsPath } = platformOf('twitch');

const signIn: FaultAction = {
  kind: 'sign-in',
  label: 'Sign in to Twitch again',
  target: settingsPath,
};

export const signInMissing = (login: string): Fault =>
  new Fault(
    'twitch.sign-in-missing',
    `No Twitch token is set for ${login}. Sign in to Twitch, or clear the account name to only read chat.`,
    { kind: 'authentication', action: { ...signIn, label: 'Sign in to Twitch' }, notSetUp: true },
  );

export const signInRefused = (login: string | null, words: string): Fault =>
  new Fault(
    'twitch.sign-in-refused',
    `Twitch refused the chat sign-in of ${login ?? 'the anonymous reader'} (“${isolate(foreignWords(words))}”). The token is wrong, expired or for another account. Sign in again.`,
    { kind: 'authentication', action: signIn },
  );

export const joinUnconfirmed = (channel: string, waitedMs: number): Fault =>
  new Fault(
    'twitch.join-unconfirmed',
    `Joining #${channel} wasn’t confirmed within ${Math.round(waitedMs / 1_000)} s. The channel may not exist, or Twitch is slow. Check the channel’s name.`,
    {
      kind: 'transient',
      action: { kind: 'open-settings', label: 'Check the Twitch channel', target: settingsPath },
    },
  );

/**
 * Returns the fault of a removal from the channel. The next join shows whether the removal is permanent, and
 * why.
 */
export const parted = (channel: string): Fault =>
  new Fault('twitch.parted', `Twitch chat removed this account from #${channel}. Rejoining.`, {
    kind: 'transient',
    action: { kind: 'retry', label: 'Rejoin now' },
  });

export const reconnectAsked = (): Fault =>
  new Fault('twitch.reconnect-asked', 'Twitch requested a reconnect before it restarts a server.', {
    kind: 'transient',
    retryAfterMs: 250,
  });

export const linkSilent = (silentMs: number): Fault =>
  unreachable(
    `Twitch chat disconnected. Nothing has arrived for ${Math.round(silentMs / 1_000)} s. Reconnecting.`,
  );

/** Texts of a NOTICE before the welcome that refuse the account, as used by Twitch over the years. */
const refusedSignIns = [
  'login authentication failed',
  'login unsuccessful',
  'improperly formatted auth',
  'error logging in',
  'invalid nick',
];

/** Returns the fault of a NOTICE before the join; undefined when the notice is harmless. */
export const faultOfLoginNotice = (text: string, login: string | null): Fault | undefined =>
  refusedSignIns.some((words) => text.toLowerCase().includes(words)) ? signInRefused(login, text) : undefined;

/** Returns the fault of a NOTICE about our channel; undefined when it doesn't prevent the join. */
export const faultOfChannelNotice = (msgId: string, text: string, channel: string): Fault | undefined => {
  const openSettings: FaultAction = {
    kind: 'open-settings',
    label: 'Choose another Twitch channel',
    target: settingsPath,
  };
  switch (msgId) {
    case 'msg_banned':
      return new Fault(
        'twitch.banned',
        `This account is banned from #${channel}. Ask the channel’s owner, or use another account.`,
        { kind: 'authentication', action: { ...signIn, label: 'Use another Twitch account' } },
      );
    case 'msg_suspended':
      return new Fault(
        'twitch.account-suspended',
        `Twitch suspended this account: “${isolate(foreignWords(text))}”. Use another account.`,
        { kind: 'authentication', action: { ...signIn, label: 'Use another Twitch account' } },
      );
    case 'msg_channel_suspended':
    case 'tos_ban':
    case 'msg_channel_blocked':
      return new Fault(
        'twitch.channel-unavailable',
        `The Twitch channel #${channel} doesn’t exist or is suspended. Choose another channel.`,
        { kind: 'configuration', action: openSettings },
      );
    default:
      return undefined;
  }
};

/** Returns the fault of a socket error, with its own message when it has no code. */
export const faultOfSocketError = (error: unknown, host: string): Fault =>
  faultOfNetworkError(error, host, foreignWords(error instanceof Error ? error.message : String(error)));
