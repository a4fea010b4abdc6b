import { config } from 'zod';

/**
 * To be imported before any schema: zod would compile them, which asks for code made at run time, and the page's content
 * policy refuses and reports that.
 */
config({ jitless: true });
