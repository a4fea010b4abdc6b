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
    missing: (channel) => `The bot cannot read ${channel}. Give it "View Channel" there.`,
  },
  {
    name: 'Send Messages',
    flag: 'SendMessages',
    given: 'The bot can write in the channel.',
    missing: (channel) => `The bot cannot write in ${channel}. Give it "Send Messages" there.`,
  },
  {
    name: 'Read Message History',
    flag: 'ReadMessageHistory',
    given: 'What was written during an outage can be counted.',
    missing: (channel) =>
      `What is written during an outage cannot be counted. Give the bot "Read Message History" in ${channel}.`,
  },
  {
    name: 'Manage Webhooks',
    flag: 'ManageWebhooks',
    given: 'The bot can post under another name and picture.',
    missing: (channel) =>
      `Only needed to post under another name and picture. Give the bot "Manage Webhooks" in ${channel} for that.`,
  },
];

/** What the bot may do in its channel, one line for each permission that is of use. */
export const checkPermissions = (channel: GuildTextBasedChannel | null): readonly DiscordCheck[] => {
  const me = channel?.guild.members.me;
  const held = channel && me ? channel.permissionsFor(me) : null;
  return neededPermissions.map(({ name, flag, given, missing }): DiscordCheck => {
    if (!channel || !held) {
      return { name, state: 'unknown', message: 'Not known while there is no connection.' };
    }
    const needed = flag === 'SendMessages' && channel.isThread() ? 'SendMessagesInThreads' : flag;
    return held.has(needed)
      ? { name, state: 'yes', message: given }
      : { name, state: 'no', message: missing(isolate(`#${channel.name}`)) };
  });
};

const intentWords: Readonly<Record<(typeof intentNames)[number], { name: string; purpose: string }>> = {
  Guilds: { name: 'Servers', purpose: 'Which servers and channels there are.' },
  GuildMessages: { name: 'Messages', purpose: 'That something is written, changed or deleted.' },
  MessageContent: { name: 'Message Content', purpose: 'What is written.' },
};

/** Which intents Discord granted: a sign-in that asks for one that is switched off is refused as a whole. */
export const checkIntents = (signedIn: boolean): readonly DiscordCheck[] =>
  intentNames.map((intent): DiscordCheck => {
    const { name, purpose } = intentWords[intent];
    return signedIn
      ? { name, state: 'yes', message: purpose }
      : { name, state: 'unknown', message: `${purpose} Not known while there is no connection.` };
  });

/** View Channel, Send Messages, Embed Links, Read Message History, Manage Webhooks. */
const invitedPermissions = (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 16n) | (1n << 29n);

/** The address by which a person invites the bot with all that it can make use of. */
export const inviteUrlOf = (applicationId: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${applicationId}` +
  `&scope=bot+applications.commands&permissions=${invitedPermissions}`;
