import type * as discord from 'discord.js';

/** discord.js as a value. Loaded only when a bridge starts: it takes about a second on a slow machine. */
export type DiscordLibrary = typeof discord;

export const loadDiscordLibrary = (): Promise<DiscordLibrary> => import('discord.js');

type BuildStrategy = NonNullable<discord.WebSocketOptions['buildStrategy']>;

/** The manager of gateway links inside discord.js (the one of `@discordjs/ws`, which it does not export by name). */
export type GatewayManager = Parameters<BuildStrategy>[0];
export type GatewayStrategy = ReturnType<BuildStrategy>;
