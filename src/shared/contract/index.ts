export { contract, secretNameSchema, type Contract } from './contract.ts';
export { contractErrors, errorDataSchema, type ContractErrorCode, type ErrorData } from './errors.ts';
export {
  chatFrameSchema,
  eventsFrameSchema,
  metricsFrameSchema,
  resumeSchema,
  runInfoSchema,
  systemFrameSchema,
  type ChatFrame,
  type EventsFrame,
  type MetricsFrame,
  type Resume,
  type RunInfo,
  type SystemFrame,
} from './streams.ts';
