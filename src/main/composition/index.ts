export { createApplication, type Application, type ApplicationOptions } from './application.ts';
