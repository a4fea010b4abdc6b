/** Every chat platform: the settings of each under its id, and the data to connect to it. */
import { discordConfig, discordSection } from './discord.ts';
import { twitchConfig, twitchSection } from './twitch.ts';

export { discordChat, discordComponent } from './discord.ts';
export { signInOfTwitch, twitchChat, twitchComponents } from './twitch.ts';

export const platformConfigs = { twitch: twitchConfig, discord: discordConfig };

/** In the order of the Settings page. */
export const platformSections = [twitchSection, discordSection] as const;
