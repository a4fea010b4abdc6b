import { Fault } from '#shared/kernel/index.ts';

/** Codes of faults in which nobody is to blame: the feed did not answer, or something else answered. */
const unreachableCodes: ReadonlySet<string> = new Set([
  'update.unreachable',
  'update.silent',
  'update.status',
  'update.not-a-feed',
  'update.cancelled',
]);

/** True for a fault of a feed that could not be read at all. */
export const isUnreachable = ({ code }: Fault): boolean => unreachableCodes.has(code);

/** Creates a fault of a feed or package that does not pass a check. */
export const refusal = (code: `update.${string}`, message: string): Fault =>
  new Fault(code, message, { kind: 'configuration', status: 'conflict' });

/** Creates a fault of a feed that did not answer, or not with a feed. */
export const unreachable = (code: `update.${string}`, message: string, cause?: unknown): Fault =>
  new Fault(code, message, { kind: 'transient', ...(cause !== undefined && { cause }) });
