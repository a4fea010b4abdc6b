export type { PlatformFaults } from './platform-server-faults.ts';
export type { PlatformChat } from './helix-call.ts';
export {
  createTwitchPlatform,
  type TwitchPlatformOptions,
  type TwitchPlatformServer,
} from './twitch-platform.ts';
