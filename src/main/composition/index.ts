export { createApplication, type ApplicationOptions } from './application.ts';
