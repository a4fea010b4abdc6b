export { createDiscordRehearsal, type DiscordRehearsalServer } from './discord-rehearsal.ts';
