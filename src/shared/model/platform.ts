import { z } from 'zod';
import { platformLimits } from './text-limits.ts';

/**
 * The facts about a platform that every room may use. Platform-specific details stay in the platform's own
 * rooms.
 */
interface PlatformEntry {
  readonly id: string;
  /** Title in the window. */
  readonly title: string;
  /** Null for a platform without a chat. */
  readonly chat: {
    readonly title: string;
    /** Maximum number of characters of a message. */
    readonly maxLength: number;
  } | null;
  /** The settings section of its connection. */
  readonly settingsPath: string;
  /**
   * The settings value that says where it connects to, and the prefix to show before it; null for a platform
   * with several.
   */
  readonly place: { readonly key: string; readonly prefix: string } | null;
  /** Search words for its settings, in addition to its title. */
  readonly searchWords: readonly string[];
  /** Name of its icon. */
  readonly icon: string;
}

/** All platforms that Cuelight connects to, in display order. */
export const platforms = [
  {
    id: 'twitch',
    title: 'Twitch',
    chat: { title: 'Twitch chat', maxLength: platformLimits.twitch.message },
    settingsPath: 'chat-presence.twitch',
    place: { key: 'channel', prefix: '#' },
    searchWords: ['sign in', 'sign out', 'account', 'channel', 'token'],
    icon: 'brand-twitch',
  },
  {
    id: 'discord',
    title: 'Discord',
    chat: { title: 'Discord', maxLength: platformLimits.discord.message },
    settingsPath: 'chat-presence.discord',
    place: { key: 'channelId', prefix: 'channel ' },
    searchWords: ['bot token', 'channel', 'server'],
    icon: 'brand-discord',
  },
  {
    id: 'obs',
    title: 'OBS',
    chat: null,
    // Older than the orchestrator that owns it: files, exports and environment variables use this name.
    settingsPath: 'chat-presence.obs',
    place: null,
    searchWords: ['password', 'websocket', 'address'],
    icon: 'video',
  },
] as const satisfies readonly PlatformEntry[];

export type PlatformDescription = (typeof platforms)[number];
export type Platform = PlatformDescription['id'];
export type PlatformIcon = PlatformDescription['icon'];

type ChatDescription = Extract<PlatformDescription, { readonly chat: object }>;
export type ChatPlatform = ChatDescription['id'];

/** The platforms with a chat. */
export const chatPlatforms: readonly ChatDescription[] = platforms.filter(
  (platform): platform is ChatDescription => platform.chat !== null,
);

export const platformSchema = z.enum(platforms.map(({ id }) => id));
export const chatPlatformSchema = z.enum(chatPlatforms.map(({ id }) => id));

/** Returns the entry of a platform. */
export const platformOf = <TId extends Platform>(
  id: TId,
): Extract<PlatformDescription, { readonly id: TId }> => {
  const found = platforms.find(
    (platform): platform is Extract<PlatformDescription, { readonly id: TId }> => platform.id === id,
  );
  if (!found) throw new TypeError(`There is no platform "${id}"`);
  return found;
};

/** Returns the title of a platform, or its id when it is unknown. */
export const platformTitle = (id: string): string => platforms.find((each) => each.id === id)?.title ?? id;
