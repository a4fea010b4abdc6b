import type { Toolkit } from './toolkit.ts';

/** Discord beside its chat: what the bot may do, its slash commands and the go-live notice. */
export const createDiscordProcedures = ({ os, ports: { discord } }: Toolkit) => ({
  overview: os.discord.overview.handler(() => discord.overview()),
});
