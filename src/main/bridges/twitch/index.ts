export { cleanChatText, cleanName } from './chat-text.ts';
export { MessageRate } from './message-rate.ts';
export { testTwitchConnection, type TwitchTestOptions } from './connection-test.ts';
export {
  createTwitchChatBridge,
  twitchChatUrl,
  type TwitchChatOptions,
  type TwitchChatPlace,
} from './twitch-chat-bridge.ts';
