export type { ApplicationOptions } from './application-port.ts';
export { runElectronHost, type ElectronHostOptions } from './electron-host.ts';
export type { SecretCodec } from './secret-codec.ts';
