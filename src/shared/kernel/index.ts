export { assertNever } from './assert-never.ts';
export { backoffDelay, type Backoff } from './backoff.ts';
export { sleep, startDeadline, type AbortSource, type Clock } from './clock.ts';
export { durationInWords } from './duration-words.ts';
export { dayMs, hourMs, minuteMs } from './durations.ts';
export { nothingToDispose, toDisposable } from './disposable.ts';
export { Emitter } from './emitter.ts';
export { errorCodeOf } from './error-code.ts';
export { Fault, type FailureKind, type FaultAction, type FaultStatus } from './fault.ts';
export { escapeDirections, fenceSentence, isolate, plainLine, trimMarks } from './foreign-text.ts';
export { frameText } from './frame-text.ts';
export { createCountingIds, createIds, type IdSource } from './ids.ts';
export type { Json, JsonObject } from './json.ts';
export {
  deepMerge,
  isObject,
  isPlainObject,
  isReservedKey,
  mergeObjects,
  renameKey,
  type PlainObject,
} from './plain-object.ts';
export { createSeededRandom, type RandomSource } from './random.ts';
export { createRedactor, type Redactor } from './redactor.ts';
export { foreignWords, hideTokens } from './secret-formats.ts';
export { err, ok, type Result } from './result.ts';
export { RingBuffer } from './ring-buffer.ts';
export { Scope } from './scope.ts';
export {
  matches,
  matchesTerms,
  nameKey,
  parseSearchTerms,
  toIndexText,
  tokenize,
  type SearchTerms,
} from './search-text.ts';
export { createSystemClock } from './system-clock.ts';
export { countCharacters, cutText, fitsCharacters, splitText } from './text-length.ts';
