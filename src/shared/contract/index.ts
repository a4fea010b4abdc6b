export type { ClockState } from './clock.ts';
export type { HeldViewer, RestorePreviewView } from './data.ts';
export type { DiscordOverview, DiscordPlace, DiscordPostedView } from './discord.ts';
export { contract, type Contract } from './contract.ts';
export type { Dock } from './docks.ts';
export { contractErrors, type ContractErrorCode, type ErrorData } from './errors.ts';
export type { ObsFrame, ObsScreenshotView } from './obs.ts';
export type { ListedOperationView } from './operations.ts';
export type {
  ChatFrame,
  EventsFrame,
  MetricsFrame,
  RehearsalFrame,
  Resume,
  RunInfo,
  RunMode,
  SystemFrame,
} from './streams.ts';
export type {
  Moderation,
  SignInAttempt,
  TwitchChannel,
  TwitchRedemptionView,
  TwitchSignIn,
} from './twitch.ts';
