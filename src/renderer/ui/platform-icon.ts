import { IconBrandDiscord, IconBrandTwitch, IconVideo, IconWorld, type Icon } from '@tabler/icons-react';
import { createElement } from 'react';
import { platforms, type PlatformIcon as IconName } from '#shared/model/index.ts';

const icons: Readonly<Record<IconName, Icon>> = {
  'brand-twitch': IconBrandTwitch,
  'brand-discord': IconBrandDiscord,
  video: IconVideo,
};

/** The icon of a platform; a globe for an unknown platform. */
const iconOf = (id: string): Icon => {
  const icon = platforms.find((platform) => platform.id === id)?.icon;
  return icon === undefined ? IconWorld : icons[icon];
};

/** Renders the icon of a platform beside its name. */
export const PlatformIcon = ({ platform }: { readonly platform: string }) =>
  createElement(iconOf(platform), { size: 16, stroke: 1.5, 'aria-hidden': true });
