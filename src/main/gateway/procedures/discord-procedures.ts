import type { Toolkit } from './toolkit.ts';

/**
 * Procedures for Discord besides its chat: the bot's permissions, its slash commands and the go-live notice.
 */
export const createDiscordProcedures = ({ os, ports: { discord } }: Toolkit) => ({
  overview: os.discord.overview.handler(() => discord.overview()),
});
