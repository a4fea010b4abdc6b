export const attemptWindowMs = 60_000;
const maxFailedAttempts = 10;

/** Rule 8. True when the failed attempts reach the limit. Times are monotonic milliseconds. */
export const areTooManyAttempts = (failedAt: readonly number[], now: number): boolean =>
  failedAt.filter((at) => now - at < attemptWindowMs).length >= maxFailedAttempts;
