import type { GuildTextBasedChannel, PermissionsString } from 'discord.js';
import { isolate } from '#shared/kernel/index.ts';
import type { DiscordCheck } from '#shared/model/index.ts';
import { intentNames } from './discord-client.ts';

interface Needed {
  readonly name: string;
  readonly flag: PermissionsString;
  readonly given: string;
  readonly missing: (channel: string) => string;
}

const neededPermissions: readonly Needed[] = [
  {
    name: 'View Channel',
    flag: 'ViewChannel',
    given: 'The bot can read the channel.',
    missing: (channel) => `The bot can’t read ${channel}. Give it “View Channel” there.`,
  },
  {
    name: 'Send Messages',
    flag: 'SendMessages',
    given: 'The bot can write in the channel.',
    missing: (channel) => `The bot can’t write in ${channel}. Give it “Send Messages” there.`,
  },
  {
    name: 'Read Message History',
    flag: 'ReadMessageHistory',
    given: 'Messages during an outage can be counted.',
    missing: (channel) =>
      `Messages during an outage can’t be counted. Give the bot “Read Message History” in ${channel}.`,
  },
  {
    name: 'Manage Webhooks',
    flag: 'ManageWebhooks',
    given: 'The bot can post under another name and picture.',
    missing: (channel) =>
      `Only needed to post under another name and picture. Give the bot “Manage Webhooks” in ${channel} for that.`,
  },
];

/** Checks the bot's permissions in its channel, one line for each permission that the bridge uses. */
export const checkPermissions = (channel: GuildTextBasedChannel | null): readonly DiscordCheck[] => {
  const me = channel?.guild.members.me;
  const held = channel && me ? channel.permissionsFor(me) : null;
  return neededPermissions.map(({ name, flag, given, missing }): DiscordCheck => {
    if (!channel || !held) {
      return { name, state: 'unknown', message: 'Unknown while disconnected.' };
    }
    const needed = flag === 'SendMessages' && channel.isThread() ? 'SendMessagesInThreads' : flag;
    return held.has(needed)
      ? { name, state: 'yes', message: given }
      : { name, state: 'no', message: missing(isolate(`#${channel.name}`)) };
  });
};

const intentWords: Readonly<Record<(typeof intentNames)[number], { name: string; purpose: string }>> = {
  Guilds: { name: 'Servers', purpose: 'See servers and channels.' },
  GuildMessages: { name: 'Messages', purpose: 'See new, edited and deleted messages.' },
  MessageContent: { name: 'Message Content', purpose: 'Read message text.' },
};

/**
 * Checks the granted intents. Discord refuses the whole sign-in when one requested intent is switched off.
 */
export const checkIntents = (signedIn: boolean): readonly DiscordCheck[] =>
  intentNames.map((intent): DiscordCheck => {
    const { name, purpose } = intentWords[intent];
    return signedIn
      ? { name, state: 'yes', message: purpose }
      : { name, state: 'unknown', message: `${purpose} Unknown while disconnected.` };
  });

/** View Channel, Send Messages, Embed Links, Read Message History, Manage Webhooks. */
const invitedPermissions = (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 16n) | (1n << 29n);

/** Returns the address that invites the bot with all permissions that the bridge can use. */
export const inviteUrlOf = (applicationId: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${applicationId}` +
  `&scope=bot+applications.commands&permissions=${invitedPermissions}`;
