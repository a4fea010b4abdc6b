export { createClockComponent } from './clock-component.ts';
export { createClockPort } from './clock-port.ts';
export { openConsole, type Console } from './console-stream.ts';
export { createCryptoRandom } from './crypto-random.ts';
export {
  removeLeftovers,
  writeFileDurably,
  type DurableWriteOptions,
  type WriteStep,
} from './durable-file.ts';
export { describeFileError, errorCodeOf } from './file-errors.ts';
export { openLogging, type LogLevel } from './logging.ts';
export { knockByTcp, ReachWatch, type ReachTarget } from './network-reach.ts';
export { watchNetwork } from './network-watch.ts';
export { createProcessProbe } from './process-probe.ts';
export { findProjectFiles, type ProjectFiles } from './project-files.ts';
export { markTimes } from './time-marks.ts';
export { TrustedTime } from './trusted-time.ts';
export { watchForWake } from './wake-watch.ts';
