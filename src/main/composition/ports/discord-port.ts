import type { DiscordPort } from '#main/gateway/ports/index.ts';
import type { ChatPresenceOrchestrator } from '#main/orchestrators/chat-presence/manifest.ts';

/** Presents Discord besides its chat, as the contract describes it. */
export const createDiscordPort = (
  chatPresence: ChatPresenceOrchestrator,
  rehearsing: boolean,
): DiscordPort => ({
  overview: () => ({
    ...chatPresence.discord.facts(),
    simulated: rehearsing,
    slash: chatPresence.discordParts.slash.state(),
    goLive: chatPresence.discordParts.goLive.state(chatPresence.config.goLive.enabled),
  }),
});
