import { discordFaults } from './discord-faults.ts';

/** Discord's own API, without a version: where discord.js connects unless it is told otherwise. */
export const discordApiUrl = 'https://discord.com/api';

/** The place of one life: a channel of a server. */
export interface DiscordPlace {
  /** Address of Discord's API without a version; Discord's own when left out. */
  readonly apiUrl?: string | undefined;
  /** The server that the channel has to belong to; any when left out. */
  readonly guildId?: string | null | undefined;
  readonly channelId: string;
}

/** What a sign-in needs, checked as far as it can be without asking Discord. */
export interface DiscordAddress {
  readonly apiUrl: string | null;
  readonly token: string;
  readonly guildId: string | null;
  readonly channelId: string;
}

const snowflake = /^\d{15,20}$/;
const printable = /^[\u0021-\u007E]+$/;

/** The settings with the token. Throws the fault that says what is missing or cannot be right. */
export const readAddress = async (
  options: DiscordPlace & { readonly readToken: () => Promise<string | null> },
): Promise<DiscordAddress> => {
  const channelId = options.channelId.trim();
  if (channelId === '') throw discordFaults.channelMissing();
  if (!snowflake.test(channelId)) throw discordFaults.channelInvalid('channel');
  const guildId = options.guildId?.trim() ?? '';
  if (guildId !== '' && !snowflake.test(guildId)) throw discordFaults.channelInvalid('server');
  const token = (await options.readToken())?.trim().replace(/^Bot\s+/i, '') ?? '';
  if (token === '') throw discordFaults.tokenMissing();
  // A token with blanks or line breaks would not even make a valid header.
  if (!printable.test(token)) throw discordFaults.tokenRefused();
  return { apiUrl: options.apiUrl ?? null, token, guildId: guildId === '' ? null : guildId, channelId };
};
