export { testDiscordConnection, type DiscordConnectionTestOptions } from './connection-test.ts';
export { createDiscordBridge, type DiscordBridgeOptions } from './discord-bridge.ts';
export type { SignInLog } from './identify-budget.ts';
