import { z } from 'zod';
import { failureKindSchema, faultActionSchema } from '../model/index.ts';

/** The data of every error besides code and message: if a retry can help, and the best remedy. */
export const errorDataSchema = z.object({
  /** The fault's own code, `room.reason`. */
  fault: z.string(),
  kind: failureKindSchema,
  retryable: z.boolean(),
  action: faultActionSchema.nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type ErrorData = z.infer<typeof errorDataSchema>;

/** The error codes of procedures and their HTTP status. */
export const contractErrors = {
  NOT_FOUND: { status: 404, data: errorDataSchema },
  CONFLICT: { status: 409, data: errorDataSchema },
  REFUSED: { status: 422, data: errorDataSchema },
  TIMED_OUT: { status: 504, data: errorDataSchema },
  UNAVAILABLE: { status: 503, data: errorDataSchema },
  INTERNAL: { status: 500, data: errorDataSchema },
} as const;
export type ContractErrorCode = keyof typeof contractErrors;
