export { cleanChatText, cleanName } from './chat-text.ts';
export { MessageRate } from './message-rate.ts';
export { testTwitchConnection, type TwitchTestOptions } from './test-connection.ts';
export { createTwitchChatBridge, twitchChatUrl, type TwitchChatOptions } from './twitch-chat-bridge.ts';
