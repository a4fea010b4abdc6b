import { IconBrandDiscord, IconBrandTwitch, IconVideo, IconWorld, type Icon } from '@tabler/icons-react';
import { platforms, type PlatformIcon } from '#shared/model/index.ts';

const icons: Readonly<Record<PlatformIcon, Icon>> = {
  'brand-twitch': IconBrandTwitch,
  'brand-discord': IconBrandDiscord,
  video: IconVideo,
};

/** Returns the icon of a platform; that of the world for a platform that this window does not know. */
export const platformIcon = (id: string): Icon => {
  const icon = platforms.find((platform) => platform.id === id)?.icon;
  return icon === undefined ? IconWorld : icons[icon];
};
