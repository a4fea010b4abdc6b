export {
  logLevels,
  type Application,
  type ApplicationOptions,
  type BuildApplication,
  type LogLevel,
} from './application-port.ts';
export { runHeadlessHost, type HeadlessHostOptions } from './headless-host.ts';
export {
  createLoopbackServer,
  type LoopbackServer,
  type LoopbackServerOptions,
} from './loopback/loopback-server.ts';
