import { config } from 'zod';

/**
 * Turns off zod's code generation, which the content security policy forbids and the console would report.
 * Each entry of the window imports this file before any module that creates a schema.
 */
config({ jitless: true });
