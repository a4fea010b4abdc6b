export { contract, type Contract } from './contract.ts';
export { contractErrors, type ContractErrorCode, type ErrorData } from './errors.ts';
export type { ChatFrame, EventsFrame, MetricsFrame, Resume, RunInfo, RunMode, SystemFrame } from './streams.ts';
export type { Moderation, SignInAttempt, TwitchChannel, TwitchSignIn } from './twitch.ts';
