import { assertNever } from '#shared/kernel/index.ts';
import {
  type ChatMessage,
  type ChatPlatform,
  chatPlatformSchema,
  type ChatRole,
  platformTitle,
} from '#shared/model/index.ts';
import { formatSpan } from '../../text/format.ts';

/** Badge of each role; null for viewers, who have none. */
export const roleWord: Readonly<Record<ChatRole, string | null>> = {
  viewer: null,
  subscriber: 'sub',
  vip: 'vip',
  moderator: 'mod',
  broadcaster: 'broadcaster',
  operator: 'operator',
};

/** Id of a viewer in the inspector. The same person on two platforms is two viewers. */
export const viewerIdOf = ({ platform, userId }: Pick<ChatMessage, 'platform' | 'userId'>): string =>
  `${platform}:${userId}`;

/** Splits an id of {@link viewerIdOf}. The platform is null for an id that names none. */
export const viewerOf = (id: string): { readonly platform: ChatPlatform | null; readonly userId: string } => {
  const [platform = '', ...rest] = id.split(':');
  return { platform: chatPlatformSchema.safeParse(platform).data ?? null, userId: rest.join(':') };
};

/** Text for each caller that can send a message; any other sender is a component's id. */
const senderTexts: Readonly<Record<string, string>> = {
  browser: 'Sent from a Cuelight page',
  window: 'Sent from the Cuelight window',
  api: 'Sent by a script',
};

/** Text for a reply of a component that is not the command router. */
const replyTexts: Readonly<Record<string, string>> = {
  'slash-commands': 'Reply to a slash command',
};

/** Returns what caused one of our own messages; null for messages of others. */
export const ownWords = ({
  own,
  ownCause,
  platform,
}: Pick<ChatMessage, 'own' | 'ownCause' | 'platform'>): string | null => {
  if (!own) return null;
  // A message of an earlier run has no cause either.
  if (!ownCause) return `Sent from ${platformTitle(platform)} or an earlier session`;
  const { componentId, messageId } = ownCause;
  if (messageId !== null) return replyTexts[componentId] ?? 'Automatic reply';
  return senderTexts[componentId] ?? `Sent by ${componentId}`;
};

/** Returns how a message was removed from chat; null for a message that is still there. */
export const removedWords = ({
  deletedAt,
  removed = { by: 'deleted' },
}: Pick<ChatMessage, 'deletedAt' | 'removed'>): string | null => {
  if (deletedAt === undefined) return null;
  const { by, seconds } = removed;
  switch (by) {
    case 'deleted':
      return 'deleted';
    case 'timed-out':
      return seconds === undefined
        ? 'removed, timed out'
        : `removed, timed out for ${formatSpan(seconds * 1_000)}`;
    case 'banned':
      return 'removed, banned';
    case 'cleared':
      return 'removed, chat cleared';
    default:
      return assertNever(by);
  }
};
