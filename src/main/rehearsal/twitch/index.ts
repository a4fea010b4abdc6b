export type { TwitchFaults } from './chat-server-faults.ts';
export {
  createTwitchRehearsal,
  type TwitchRehearsalOptions,
  type TwitchRehearsalServer,
} from './twitch-rehearsal.ts';
