import { declareSection } from '#core/index.ts';
import { platformOf } from '#shared/model/index.ts';
import { chatPresenceConfig } from './config.ts';
import { twitchComponents } from './platforms/twitch.ts';
import { discordComponent } from './platforms/discord.ts';
import { secretNames } from './secret-names.ts';
import { sectionPaths } from './section-paths.ts';

const { twitch, discord, goLive, commands } = chatPresenceConfig.shape;

export const twitchSection = declareSection({
  path: platformOf('twitch').settingsPath,
  title: 'Twitch',
  description: 'The channel, and the account that is signed in for it.',
  schema: twitch,
  feeds: 'twitch',
  secrets: [
    {
      name: secretNames.twitch,
      title: 'Token',
      description:
        'Pasted instead of a sign-in: of the account named above, with the scopes chat:read and chat:edit. Not used while somebody is signed in.',
    },
  ],
  testTarget: twitchComponents.chat,
  aboutPlatforms: true,
  // All bridges are on in a rehearsal, and its Twitch knows no client id but its own.
  rehearse: (values) => ({ ...values, enabled: true, clientId: 'rehearsal' }),
});

export const discordSection = declareSection({
  path: platformOf('discord').settingsPath,
  title: 'Discord',
  description: 'The channel that is read and written, through a bot of yours.',
  schema: discord,
  feeds: 'discord',
  secrets: [
    {
      name: secretNames.discord,
      title: 'Bot token',
      description: 'From the Developer Portal, Bot. The bot needs the Message Content Intent.',
    },
    {
      name: secretNames.discordWebhook,
      title: 'Address of a webhook',
      description:
        'Only to post under another name without "Manage Webhooks". In Discord: Edit Channel, Integrations, Webhooks.',
    },
  ],
  testTarget: discordComponent,
  aboutPlatforms: true,
  rehearse: (values) => ({ ...values, enabled: true }),
});

export const goLiveSection = declareSection({
  path: sectionPaths.goLive,
  title: 'Go-live notice',
  description: 'One message on Discord for each stream. Once the stream is over, the same message says so.',
  schema: goLive,
  feeds: 'goLive',
  testTarget: 'go-live',
  // The channel and the role of the settings are on the real Discord: a rehearsal posts to the channel that it reads.
  rehearse: (values) => ({ ...values, channelId: '', mentionRoleId: '' }),
});

export const commandsSection = declareSection({
  path: sectionPaths.commands,
  title: 'Commands',
  description: 'What chat may ask.',
  schema: commands,
  feeds: 'commands',
});
