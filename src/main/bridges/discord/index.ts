export { testDiscordConnection, type DiscordConnectionTestOptions } from './connection-test.ts';
export { rememberDiscord, type RememberedDiscord } from './discord-memory.ts';
export { createDiscordBridge, type DiscordBridgeOptions } from './discord-bridge.ts';
export { discordApiUrl, type DiscordPlace } from './settings.ts';
