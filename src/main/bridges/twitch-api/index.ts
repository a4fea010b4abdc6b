export { createMissedEvents } from './missed-events.ts';
export { createTwitchApi, twitchApiUrl, type TwitchApiOptions } from './twitch-api.ts';
