import type { Operations } from '#core/index.ts';

/** Everything that Cuelight can do. */
export type OperationsPort = Operations;
