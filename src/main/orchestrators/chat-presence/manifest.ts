import { defineOrchestrator } from '#core/index.ts';
import { ChatPresenceOrchestrator, type ChatPresencePorts } from './chat-presence-orchestrator.ts';
import { chatPresenceConfig } from './config.ts';
import { commandsSection, discordSection, goLiveSection, obsSection, twitchSection } from './sections.ts';

export { chatBridgePolicy } from './bridge-policy.ts';
export type { BridgeMaker, SendTarget } from './chat-presence-orchestrator.ts';
export { assumedObsAddress, type ChatPresenceConfig } from './config.ts';
export type { DiscordMemory } from './discord-parts.ts';
export { secretNames } from './secret-names.ts';
export type { TwitchBridges } from './twitch-parts.ts';
export { ChatPresenceOrchestrator, type ChatPresencePorts };

export const chatPresenceManifest = defineOrchestrator({
  id: 'chat-presence',
  title: 'Chat presence',
  description: 'Owns the bridges to Twitch, Discord and OBS, and the conversation.',
  schema: chatPresenceConfig,
  sections: [twitchSection, discordSection, obsSection, goLiveSection, commandsSection],
  settingsPath: commandsSection.path,
  create: (services, definition, ports: ChatPresencePorts) =>
    new ChatPresenceOrchestrator(services, definition, ports),
});
