/** The interfaces of the bridges by subject: the ones they implement and the ones they use. */
export type { OutboundChat, ChatBridge, ChatSink } from './chat.ts';
export type {
  SlashCommand,
  SlashRequest,
  SlashAnswer,
  SlashResponder,
  SlashOffer,
  DiscordMessagePlace,
  DiscordPost,
  DiscordPosted,
  DiscordBridge,
} from './discord.ts';
export { stateInMemory, type StateStore } from './state-store.ts';
export {
  type ObsState,
  unknownObsState,
  type ObsOutputState,
  type ObsSource,
  type ObsAudioInput,
  type ObsScreenshot,
  type ObsStats,
  type ObsSourcePlace,
  type ObsBridge,
} from './obs.ts';
export type { SecretReader } from './secrets.ts';
export type {
  TwitchToken,
  TwitchTokens,
  TwitchSignInControl,
  TwitchUser,
  TwitchCategory,
  TwitchChannelInfo,
  TwitchRedemption,
  TwitchFollow,
  EventSubscriptionRequest,
  TwitchApi,
  MissedTwitch,
  MissedTwitchEvents,
} from './twitch.ts';
