import { defineOrchestrator } from '#core/index.ts';
import { ChatPresenceOrchestrator, type ChatPresencePorts } from './chat-presence-orchestrator.ts';
import { chatPresenceConfig } from './config.ts';
import { chatPresenceOperations } from './operations.ts';
import { platformSections } from './platforms/list.ts';
import { commandsSection, goLiveSection } from './sections.ts';

export { chatBridgePolicy } from './bridge-policy.ts';
export type { ChatBridgeHooks, ChatConnection } from './chat-connection.ts';
export type { SendTarget } from './chat-presence-orchestrator.ts';
export type { ChatPresenceConfig } from './config.ts';
export * from './platforms/list.ts';
export type { RehearsedViewer } from './discord-operations.ts';
export type { DiscordMemory } from './discord-parts.ts';
export { secretNames } from './secret-names.ts';
export { readTwitchChannel } from './twitch-operations.ts';
export type { TwitchBridges } from './twitch-parts.ts';
export { ChatPresenceOrchestrator, type ChatPresencePorts };

export const chatPresenceManifest = defineOrchestrator({
  id: 'chat-presence',
  title: 'Chat presence',
  description: 'Connects to the chat platforms and handles the conversation.',
  schema: chatPresenceConfig,
  sections: [...platformSections, goLiveSection, commandsSection],
  settingsPath: commandsSection.path,
  create: (services, definition, ports: ChatPresencePorts) =>
    new ChatPresenceOrchestrator(services, definition, ports),
  operations: chatPresenceOperations,
});
