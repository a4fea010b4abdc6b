import type { Operations } from '#core/index.ts';

/** All operations of Cuelight. */
export type OperationsPort = Operations;
