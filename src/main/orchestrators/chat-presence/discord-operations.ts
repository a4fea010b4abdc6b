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

/** A simulated viewer of the rehearsal that uses slash commands on request. */
export interface RehearsedViewer {
  /** Returns the fault while no viewer is available; null when one is. */
  obstacle(): Fault | null;
  /** Uses a command. Returns the viewer's name, or null when Discord doesn't offer the command. */
  use(command: string): string | null;
}

export interface DiscordOperationParts {
  readonly discord: DiscordBridge;
  readonly parts: DiscordParts;
  /** Returns the newest messages, oldest first. */
  readonly recent: (limit: number) => readonly ChatMessage[];
  readonly rehearsed: RehearsedViewer;
}

const unknownCommand = (command: string): Fault =>
  new Fault(
    'discord.unknown-command',
    `Discord doesn’t offer /${command}. Turn on slash commands in the settings.`,
    {
      kind: 'configuration',
      status: 'not-found',
      action: {
        kind: 'open-settings',
        label: 'Open command settings',
        target: sectionPaths.commands,
      },
    },
  );

/** Implements the Discord operations other than chat. */
export const implementDiscord = ({
  discord,
  parts,
  recent,
  rehearsed,
}: DiscordOperationParts): readonly OperationImplementation[] => {
  /** Completes the location of a chat message: its author shows whether a webhook sent it. */
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
        // The key is unique to this run, so that two attempts create one message.
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
          message: 'Message edited on Discord.',
        }),
    }),
    implement(discordRemove, {
      run: async (place) =>
        answerWhenDone(await discord.remove(complete(place)), {
          message: 'Message deleted on Discord.',
        }),
    }),
    implement(discordRehearseCommand, {
      obstacle: () => rehearsed.obstacle(),
      run: async ({ command }) => {
        const who = rehearsed.use(command);
        return who === null
          ? err(unknownCommand(command))
          : ok({ result: { message: `${who} used /${command}.` } });
      },
    }),
  ];
};
