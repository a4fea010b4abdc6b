import { config } from 'zod';

/**
 * Imported first by each entry of the window, before any module that makes a schema. Otherwise zod tries to compile code
 * at run time, which the content policy refuses and the console reports.
 */
config({ jitless: true });
