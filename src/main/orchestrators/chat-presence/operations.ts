import { answerWith, implement, type OperationImplementation } from '#core/index.ts';
import { chatSend } from '#shared/catalogue/operations/chat.ts';
import type { ChatPresenceOrchestrator, ChatPresencePorts } from './chat-presence-orchestrator.ts';
import { implementDiscord } from './discord-operations.ts';
import { implementTwitch } from './twitch-operations.ts';

/** Implements the operations in chat, and on its platforms as far as their bridges exist. */
export const chatPresenceOperations = (
  chatPresence: ChatPresenceOrchestrator,
  { twitch, readTwitchSignIn, rehearsedViewer }: ChatPresencePorts,
): readonly OperationImplementation[] => {
  const { discord, discordParts: parts } = chatPresence;
  const recent = (limit: number) => chatPresence.recent(limit);
  return [
    implement(chatSend, {
      run: async ({ platform, text, replyTo, sendAnyway }, { caller }) =>
        answerWith(
          await chatPresence.send({
            platform,
            text,
            cause: caller,
            ...(replyTo === undefined ? {} : { replyTo }),
            ...(sendAnyway === undefined ? {} : { sendAnyway }),
          }),
        ),
    }),
    ...(rehearsedViewer ? implementDiscord({ discord, parts, recent, rehearsed: rehearsedViewer }) : []),
    ...(twitch && readTwitchSignIn ? implementTwitch({ ...twitch, readSignIn: readTwitchSignIn }) : []),
  ];
};
