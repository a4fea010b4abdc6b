export type { PlatformFaults } from './faults.ts';
export {
  createTwitchPlatform,
  type TwitchPlatformOptions,
  type TwitchPlatformServer,
} from './twitch-platform.ts';
