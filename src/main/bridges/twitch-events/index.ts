export { createTwitchEvents, twitchEventsUrl, type TwitchEventsOptions } from './twitch-events.ts';
