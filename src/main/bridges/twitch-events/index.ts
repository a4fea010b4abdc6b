export {
  createTwitchEvents,
  twitchEventsUrl,
  type TwitchEventsBridge,
  type TwitchEventsOptions,
} from './twitch-events.ts';
