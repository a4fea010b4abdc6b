export type { TwitchFaults } from './faults.ts';
export {
  createTwitchRehearsal,
  type TwitchRehearsalOptions,
  type TwitchRehearsalServer,
} from './twitch-rehearsal.ts';
