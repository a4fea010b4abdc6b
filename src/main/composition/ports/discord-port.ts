import type { DiscordPort } from '#main/gateway/ports/index.ts';
import { sectionPaths, type ChatPresenceOrchestrator } from '#main/orchestrators/chat-presence/manifest.ts';
import type { RehearsalComponent } from '#main/rehearsal/index.ts';
import type { DiscordPlace } from '#shared/contract/index.ts';
import { err, Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';

/** As many as chat holds. */
const heldMessages = 500;

/** Who uses a slash command in rehearsal when the operator asks for it. */
const asker = { login: 'maple_otter', displayName: 'Maple Otter', color: null, roles: [] } as const;

const rehearse = (
  rehearsal: RehearsalComponent | null,
  command: string,
): Result<{ message: string }, Fault> => {
  const stage = rehearsal?.stage;
  if (!stage) {
    const words = rehearsal
      ? 'The rehearsal is stopped: start it first.'
      : 'The program is live: people use slash commands on Discord themselves.';
    return err(new Fault('rehearsal.not-rehearsing', words, { kind: 'configuration' }));
  }
  if (stage.discord.useCommand(asker, command) === null) {
    return err(
      new Fault(
        'discord.unknown-command',
        `Discord offers no /${command}. Switch slash commands on in the settings.`,
        {
          kind: 'configuration',
          status: 'not-found',
          action: {
            kind: 'open-settings',
            label: 'Open the settings of commands',
            target: sectionPaths.commands,
          },
        },
      ),
    );
  }
  return ok({ message: `${isolate(asker.displayName)} uses /${command}.` });
};

/** Discord beside its chat, as the contract needs it. */
export const createDiscordPort = (
  chatPresence: ChatPresenceOrchestrator,
  rehearsal: RehearsalComponent | null,
): DiscordPort => {
  const { discord, discordParts } = chatPresence;
  /** A message that stands in chat tells by its author whether a webhook wrote it. */
  const complete = (place: DiscordPlace): DiscordPlace => {
    const botId = discord.facts().bot?.id;
    if (place.webhookId !== null || botId === undefined) return place;
    const held = chatPresence
      .recent(heldMessages)
      .find(({ platform, id, own }) => platform === 'discord' && own && id === place.messageId);
    return held && held.userId !== botId ? { ...place, webhookId: held.userId } : place;
  };
  return {
    overview: () => ({
      ...discord.facts(),
      pretended: rehearsal !== null,
      slash: discordParts.slash.state(),
      goLive: discordParts.goLive.state(chatPresence.config.goLive.enabled),
    }),
    tryNotice: () => discordParts.goLive.try(),
    post: async ({ text, channelId, as, key, cause, sendAnyway }) => {
      const post = { text, channelId, as, key, mentionRoleId: null, triedAt: null };
      const posted = await discordParts.post(post, cause, sendAnyway);
      return posted.ok ? ok({ ...posted.value, text }) : posted;
    },
    edit: (place, text, sendAnyway) => discordParts.edit(complete(place), text, sendAnyway),
    remove: (place) => discord.remove(complete(place)),
    rehearseCommand: (command) => rehearse(rehearsal, command),
  };
};
