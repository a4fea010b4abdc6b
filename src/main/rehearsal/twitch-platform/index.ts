export type { PlatformFaults } from './faults.ts';
export type { PlatformChat } from './helix-call.ts';
export {
  createTwitchPlatform,
  type TwitchPlatformOptions,
  type TwitchPlatformServer,
} from './twitch-platform.ts';
