export { normaliseChannel } from './channel-name.ts';
export { testTwitchConnection, type TwitchTestOptions } from './test-connection.ts';
export { createTwitchChatBridge, twitchChatUrl, type TwitchChatOptions } from './twitch-chat-bridge.ts';
