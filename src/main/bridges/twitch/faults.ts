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
    `There is no Twitch token for ${login}. Sign in to Twitch, or clear the account name to read without one.`,
    { kind: 'authentication', action: { ...signIn, label: 'Sign in to Twitch' }, notSetUp: true },
  );

export const signInRefused = (login: string | null, words: string): Fault =>
  new Fault(
    'twitch.sign-in-refused',
    `Twitch refused the sign-in of ${login ?? 'the anonymous reader'} ("${isolate(foreignWords(words))}"). The token is wrong, expired or for another account: sign in again.`,
    { kind: 'authentication', action: signIn },
  );

export const joinUnconfirmed = (channel: string, waitedMs: number): Fault =>
  new Fault(
    'twitch.join-unconfirmed',
    `Twitch did not confirm that we joined #${channel} within ${Math.round(waitedMs / 1_000)} s. The channel may not exist, or Twitch is slow. Check the channel's name.`,
    {
      kind: 'transient',
      action: { kind: 'open-settings', label: 'Check the Twitch channel', target: settingsPath },
    },
  );

/** Twitch took us out of the channel; joining it again tells whether that is for good, and why. */
export const parted = (channel: string): Fault =>
  new Fault('twitch.parted', `Twitch took us out of #${channel}. It is joined again.`, {
    kind: 'transient',
    action: { kind: 'retry', label: 'Join again' },
  });

export const reconnectAsked = (): Fault =>
  new Fault(
    'twitch.reconnect-asked',
    'Twitch asked us to reconnect, as it does before it restarts a server.',
    {
      kind: 'transient',
      retryAfterMs: 250,
    },
  );

export const linkSilent = (silentMs: number): Fault =>
  unreachable(
    `Twitch has not answered for ${Math.round(silentMs / 1_000)} s, so the link is taken for dead. A new one is made.`,
  );

/** Words of a NOTICE before the welcome that refuse the account, as Twitch has used them over the years. */
const refusedSignIns = [
  'login authentication failed',
  'login unsuccessful',
  'improperly formatted auth',
  'error logging in',
  'invalid nick',
];

/** The fault behind a NOTICE that arrives before we have joined; undefined when it decides nothing. */
export const faultOfLoginNotice = (text: string, login: string | null): Fault | undefined =>
  refusedSignIns.some((words) => text.toLowerCase().includes(words)) ? signInRefused(login, text) : undefined;

/** The fault behind a NOTICE about the channel we want to be in; undefined when it does not keep us out. */
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
        `The account is banned from #${channel}. Ask the channel's owner, or use another account.`,
        { kind: 'authentication', action: { ...signIn, label: 'Use another Twitch account' } },
      );
    case 'msg_suspended':
      return new Fault(
        'twitch.account-suspended',
        `Twitch has suspended the account. Twitch says: "${isolate(foreignWords(text))}". Use another account.`,
        { kind: 'authentication', action: { ...signIn, label: 'Use another Twitch account' } },
      );
    case 'msg_channel_suspended':
    case 'tos_ban':
    case 'msg_channel_blocked':
      return new Fault(
        'twitch.channel-unavailable',
        `Twitch says that #${channel} does not exist or is suspended. Choose another channel.`,
        { kind: 'configuration', action: openSettings },
      );
    default:
      return undefined;
  }
};

/** A socket's error in words, its own where it has no code. */
export const faultOfSocketError = (error: unknown, host: string): Fault =>
  faultOfNetworkError(error, host, foreignWords(error instanceof Error ? error.message : String(error)));
