import type { Client } from 'discord.js';
import type { ComponentContext } from '#core/component.ts';
import { discordRequestsRefused } from '#shared/catalogue/topics/discord.ts';
import type { Fault } from '#shared/kernel/index.ts';
import { discordConditions } from './conditions.ts';
import { discordFaults } from './discord-faults.ts';

/** Listens for changes to the channel and the bot's membership, and for errors that discord.js reports. */
export const listenToClient = (
  client: Client,
  options: {
    readonly context: ComponentContext;
    readonly channelId: string;
    /** The server of the channel; null until it is known. */
    readonly guildId: () => string | null;
    /** Called when the bot's permissions in the channel may have changed. */
    readonly onAccessChanged: () => void;
    /** Called when the connection has failed for good. */
    readonly onFault: (fault: Fault) => void;
  },
): void => {
  const { context, channelId, guildId, onAccessChanged, onFault } = options;
  for (const topic of [
    'channelUpdate',
    'roleUpdate',
    'roleDelete',
    'guildAvailable',
    'guildUpdate',
  ] as const) {
    client.on(topic, () => onAccessChanged());
  }
  client.on('guildMemberUpdate', (_before, after) => {
    if (after.id === client.user?.id) onAccessChanged();
  });
  client.on('channelDelete', (channel) => {
    if (channel.id === channelId) onFault(discordFaults.channelUnknown(channel.id));
  });
  client.on('guildDelete', (guild) => {
    if (guild.id === guildId()) onFault(discordFaults.guildLeft(guild.name));
  });
  client.on('guildUnavailable', (guild) => {
    if (guild.id === guildId()) context.setCondition(discordConditions.channelUnavailable(guild.name));
  });
  client.on('error', (error) => context.logger.error('discord.js reports an error', error));
  client.on('shardError', (error) => {
    context.logger.warning('The Discord connection has an error', { error: error.message });
  });
  client.rest.on('invalidRequestWarning', ({ count }) => {
    context.events.emit(discordRequestsRefused({ count }));
  });
};
