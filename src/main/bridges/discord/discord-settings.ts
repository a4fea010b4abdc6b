import { discordFaults } from './discord-faults.ts';

/** Discord's own API without a version: the default that discord.js connects to. */
export const discordApiUrl = 'https://discord.com/api';

/** Target of one connection: a channel of a server. */
export interface DiscordPlace {
  /** Address of Discord's API without a version; Discord's own when omitted. */
  readonly apiUrl?: string | undefined;
  /** The server that the channel must belong to; any server when omitted. */
  readonly guildId?: string | null | undefined;
  readonly channelId: string;
}

/** The validated inputs of a sign-in, as far as they can be checked without asking Discord. */
export interface DiscordAddress {
  readonly apiUrl: string | null;
  readonly token: string;
  readonly guildId: string | null;
  readonly channelId: string;
}

const snowflake = /^\d{15,20}$/;
const printable = /^[\u0021-\u007E]+$/;

/** Returns the settings with the token. Throws a fault that says which value is missing or invalid. */
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
  // A token with spaces or line breaks would not make a valid header.
  if (!printable.test(token)) throw discordFaults.tokenRefused();
  return { apiUrl: options.apiUrl ?? null, token, guildId: guildId === '' ? null : guildId, channelId };
};
