import type * as discord from 'discord.js';

/**
 * The discord.js module. Loaded when a bridge starts, because loading takes about a second on a slow machine.
 */
export type DiscordLibrary = typeof discord;

export const loadDiscordLibrary = (): Promise<DiscordLibrary> => import('discord.js');

type BuildStrategy = NonNullable<discord.WebSocketOptions['buildStrategy']>;

/**
 * The manager of gateway links inside discord.js (from `@discordjs/ws`, which does not export it by name).
 */
export type GatewayManager = Parameters<BuildStrategy>[0];
export type GatewayStrategy = ReturnType<BuildStrategy>;
