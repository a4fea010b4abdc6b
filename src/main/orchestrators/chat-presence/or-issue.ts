import type { z } from 'zod';
import type { Result } from '#shared/kernel/index.ts';

/** A transform of zod from a reading that refuses in words. */
export const orIssue =
  (read: (text: string) => Result<string, string>) =>
  (text: string, context: z.RefinementCtx): string => {
    const result = read(text);
    if (result.ok) return result.value;
    context.addIssue({ code: 'custom', message: result.error });
    return text;
  };
