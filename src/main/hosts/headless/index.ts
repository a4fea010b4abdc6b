export { runHeadlessHost } from './headless-host.ts';
