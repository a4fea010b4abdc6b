export {
  createDiscordRehearsal,
  type DiscordRehearsalOptions,
  type DiscordRehearsalServer,
  type WrittenMessage,
} from './discord-rehearsal.ts';
export type { DiscordFaults, IdentifyRefusal, RestRefusal } from './faults.ts';
