import { assertNever } from '#shared/kernel/index.ts';
import {
  type ChatMessage,
  type ChatPlatform,
  chatPlatformSchema,
  type ChatRole,
} from '#shared/model/index.ts';
import { formatSpan } from '../../text/format.ts';

/** What stands as a badge; being a viewer is nothing to tell. */
export const roleWord: Readonly<Record<ChatRole, string | null>> = {
  viewer: null,
  subscriber: 'sub',
  vip: 'vip',
  moderator: 'mod',
  broadcaster: 'host',
  operator: 'operator',
};

/** The viewer as the inspector names it: the same person on two platforms is two viewers. */
export const viewerIdOf = ({ platform, userId }: Pick<ChatMessage, 'platform' | 'userId'>): string =>
  `${platform}:${userId}`;

/** The other way; no platform for an id that names none. */
export const viewerOf = (id: string): { readonly platform: ChatPlatform | null; readonly userId: string } => {
  const [platform = '', ...rest] = id.split(':');
  return { platform: chatPlatformSchema.safeParse(platform).data ?? null, userId: rest.join(':') };
};

/** Who asks the host to send something, in words; anything else is a component's id. */
const senderWord: Readonly<Record<string, string>> = {
  browser: 'sent from a Cuelight page',
  window: 'sent from the Cuelight window',
  api: 'sent by a script',
};

/** What caused one of our own messages; null for messages of others. */
export const ownWords = ({ own, ownCause }: Pick<ChatMessage, 'own' | 'ownCause'>): string | null => {
  if (!own) return null;
  if (!ownCause) return 'sent by this account, not through Cuelight or before it started';
  const { componentId, messageId } = ownCause;
  if (messageId !== null) return `answer by ${componentId}`;
  return senderWord[componentId] ?? `sent by ${componentId}`;
};

/** The way in which a message was removed from the chat, in words; null while it stands. */
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
      return 'removed, the chat was cleared';
    default:
      return assertNever(by);
  }
};
