import type { Client, GuildTextBasedChannel } from 'discord.js';
import { err, type Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';
import { discordFaults, faultOfRequest, readApiRefusal } from './discord-faults.ts';

const unknownChannelCode = 10_003;

/** The bot's current permissions in its channel. */
export interface ChannelAccess {
  readonly view: boolean;
  readonly send: boolean;
}

export const accessTo = (channel: GuildTextBasedChannel): ChannelAccess => {
  const me = channel.guild.members.me;
  const permissions = me ? channel.permissionsFor(me) : null;
  const view = permissions?.has('ViewChannel') ?? false;
  const send = permissions?.has(channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages') ?? false;
  return { view, send: view && send };
};

const explainMissing = async (client: Client<true>, channelId: string): Promise<Fault> => {
  if (client.guilds.cache.some((guild) => !guild.available)) return discordFaults.guildUnavailable();
  try {
    await client.rest.get(`/channels/${channelId}`);
    return discordFaults.channelNotText(`The channel ${channelId}`);
  } catch (thrown) {
    const refusal = readApiRefusal(thrown);
    if (refusal?.code === unknownChannelCode) return discordFaults.channelUnknown(channelId);
    if (refusal?.status === 403) return discordFaults.channelUnreadable(`the channel ${channelId}`);
    return faultOfRequest(thrown);
  }
};

/** Returns the channel when the bot can see it and it is a text channel, else the fault. */
export const findChannel = async (
  client: Client<true>,
  guildId: string | null,
  channelId: string,
): Promise<Result<GuildTextBasedChannel, Fault>> => {
  const guild = guildId === null ? undefined : client.guilds.cache.get(guildId);
  if (guildId !== null && !guild) return err(discordFaults.guildUnknown(guildId));
  if (guild && !guild.available) return err(discordFaults.guildUnavailable());
  const channel = client.channels.cache.get(channelId);
  if (!channel) return err(await explainMissing(client, channelId));
  if (!channel.isTextBased() || channel.isDMBased()) {
    return err(discordFaults.channelNotText(`The channel ${channelId}`));
  }
  if (guild && channel.guildId !== guild.id)
    return err(discordFaults.channelElsewhere(isolate(`#${channel.name}`)));
  if (!accessTo(channel).view) return err(discordFaults.channelUnreadable(isolate(`#${channel.name}`)));
  return ok(channel);
};
