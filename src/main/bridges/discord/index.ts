export { testDiscordConnection, type DiscordConnectionTestOptions } from './connection-test.ts';
export { openDiscordState, type DiscordState } from './discord-state.ts';
export { createDiscordBridge, type DiscordBridgeOptions } from './discord-bridge.ts';
export { discordApiUrl, type DiscordPlace } from './discord-settings.ts';
