export type { HeldViewer, RestorePreviewView } from './data.ts';
export type { DiscordOverview } from './discord.ts';
export { contract, type Contract } from './contract.ts';
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
  SystemFrame,
} from './streams.ts';
