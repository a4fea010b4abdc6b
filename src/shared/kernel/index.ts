export { assertNever } from './assert-never.ts';
export { sleep, type Clock } from './clock.ts';
export { Fault, failureKinds, type FailureKind, type FaultAction } from './fault.ts';
export { createCountingIds, type IdSource } from './ids.ts';
export type { Json, JsonObject } from './json.ts';
export { createSeededRandom, type RandomSource } from './random.ts';
export { err, ok, type Result } from './result.ts';
export { Scope } from './scope.ts';
