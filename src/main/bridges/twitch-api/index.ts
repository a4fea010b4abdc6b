export { createMissedEvents } from './missed-events.ts';
export { createTwitchApi, type TwitchApiOptions } from './twitch-api.ts';
