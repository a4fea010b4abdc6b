import { answerWhenDone, answerWith, implement, type OperationImplementation } from '#core/index.ts';
import type { DiscordBridge, DiscordMessagePlace } from '#main/bridges/ports/index.ts';
import {
  discordEdit,
  discordPost,
  discordRehearseCommand,
  discordRemove,
  discordTryNotice,
} from '#shared/catalogue/operations/discord.ts';
import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import type { DiscordParts } from './discord-parts.ts';
import { keptMessages } from './inbox.ts';
import { sectionPaths } from './section-paths.ts';

/** A viewer of the rehearsal, who uses slash commands when they are asked to. */
export interface RehearsedViewer {
  /** Returns why nobody can be asked just now; null when somebody can. */
  obstacle(): Fault | null;
  /** Uses a command. Returns who did, or null when Discord offers no such command. */
  use(command: string): string | null;
}

export interface DiscordOperationParts {
  readonly discord: DiscordBridge;
  readonly parts: DiscordParts;
  /** The newest messages, oldest first. */
  readonly recent: (limit: number) => readonly ChatMessage[];
  readonly rehearsed: RehearsedViewer;
}

const unknownCommand = (command: string): Fault =>
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
  );

/** Implements everything that can be done on Discord beside its chat. */
export const implementDiscord = ({
  discord,
  parts,
  recent,
  rehearsed,
}: DiscordOperationParts): readonly OperationImplementation[] => {
  /** A message that stands in chat tells by its author whether a webhook wrote it. */
  const complete = (place: DiscordMessagePlace): DiscordMessagePlace => {
    const botId = discord.facts().bot?.id;
    if (place.webhookId !== null || botId === undefined) return place;
    const held = recent(keptMessages).find(
      ({ platform, id, own }) => platform === 'discord' && own && id === place.messageId,
    );
    return held && held.userId !== botId ? { ...place, webhookId: held.userId } : place;
  };
  return [
    implement(discordTryNotice, {
      run: async () => answerWith(await parts.goLive.try()),
    }),
    implement(discordPost, {
      run: async ({ text, channelId, name, pictureUrl, sendAnyway }, { caller, runId }) => {
        const as = name === undefined ? null : { name, avatarUrl: pictureUrl ?? null };
        // The key is of this run: two tries of it make one message.
        const post = {
          text,
          channelId: channelId ?? null,
          as,
          key: runId,
          mentionRoleId: null,
          triedAt: null,
        };
        const posted = await parts.post(post, caller, sendAnyway);
        return posted.ok ? ok({ result: { ...posted.value, text } }) : posted;
      },
    }),
    implement(discordEdit, {
      run: async ({ text, sendAnyway, ...place }) =>
        answerWhenDone(await parts.edit(complete(place), text, sendAnyway), {
          message: 'The message is changed on Discord.',
        }),
    }),
    implement(discordRemove, {
      run: async (place) =>
        answerWhenDone(await discord.remove(complete(place)), {
          message: 'The message is deleted on Discord.',
        }),
    }),
    implement(discordRehearseCommand, {
      obstacle: () => rehearsed.obstacle(),
      run: async ({ command }) => {
        const who = rehearsed.use(command);
        return who === null
          ? err(unknownCommand(command))
          : ok({ result: { message: `${who} uses /${command}.` } });
      },
    }),
  ];
};
