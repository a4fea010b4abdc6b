import { z } from 'zod';
import { platformLimits } from './text-limits.ts';

/** A platform as every room knows it. What only its own rooms know stays in them. */
interface PlatformEntry {
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  /** Null for a platform without a chat. */
  readonly chat: {
    readonly title: string;
    /** Most characters of one message. */
    readonly maxLength: number;
  } | null;
  /** The settings section of its connection. */
  readonly settingsPath: string;
  /** The value of its settings that says where it connects to, and the word or sign before it; null for one that has several. */
  readonly place: { readonly key: string; readonly prefix: string } | null;
  /** Words that people look for its settings by, beside its title. */
  readonly searchWords: readonly string[];
  /** Name of its icon in the window. */
  readonly icon: string;
}

/** Every platform that Cuelight connects to, in the order in which people see them. */
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
    // Older than the orchestrator that owns it: files, exports and environment variables name it so.
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

/** The platforms that have a chat. */
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

/** Returns the name of a platform for people: its id where nobody knows it. */
export const platformTitle = (id: string): string => platforms.find((each) => each.id === id)?.title ?? id;
