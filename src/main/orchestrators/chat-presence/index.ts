export { chatBridgePolicy } from './bridge-policy.ts';
export {
  ChatPresenceOrchestrator,
  type BridgeMaker,
  type ChatPresenceParts,
  type SendTarget,
} from './chat-presence-orchestrator.ts';
export { assumedObsAddress, chatPresenceConfig, type ChatPresenceConfig } from './config.ts';
export type { DiscordMemory, DiscordParts } from './discord-parts.ts';
export type { SendRequest } from './outbox.ts';
export type { TwitchBridges } from './twitch-parts.ts';
