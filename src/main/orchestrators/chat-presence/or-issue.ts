import type { z } from 'zod';
import type { Result } from '#shared/kernel/index.ts';

/** Returns a zod transform from a parser whose error is a message. */
export const orIssue =
  (read: (text: string) => Result<string, string>) =>
  (text: string, context: z.RefinementCtx): string => {
    const result = read(text);
    if (result.ok) return result.value;
    context.addIssue({ code: 'custom', message: result.error });
    return text;
  };
