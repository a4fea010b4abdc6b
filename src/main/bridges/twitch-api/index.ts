export { createMissedEvents } from './missed-events.ts';
export { createTwitchApi, twitchApiUrl, type TwitchApiOptions, type TwitchApiPlace } from './twitch-api.ts';
