export type { ApplicationOptions } from './application-options.ts';
export { createApplication } from './application.ts';
