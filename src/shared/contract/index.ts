export { contract, type Contract } from './contract.ts';
export { contractErrors, type ContractErrorCode, type ErrorData } from './errors.ts';
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
