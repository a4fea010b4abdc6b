export const attemptWindowMs = 60_000;
const maxFailedAttempts = 10;

/** Rule 8. Whether so many failed attempts close the door. Times are monotonic milliseconds. */
export const areTooManyAttempts = (failedAt: readonly number[], now: number): boolean =>
  failedAt.filter((at) => now - at < attemptWindowMs).length >= maxFailedAttempts;
