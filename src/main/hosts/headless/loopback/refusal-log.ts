import type { Clock } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';

const windowMs = 60_000;

/**
 * Logs refusals: the first of each reason at once, then at most one line a minute with the number of
 * refusals.
 */
export class RefusalLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #windows = new Map<string, { since: number; suppressed: number }>();

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /** Logs a refusal. The reason is a fixed text, never part of the request. */
  refuse(reason: string): void {
    const now = this.#clock.monotonic();
    const window = this.#windows.get(reason);
    if (window && now - window.since < windowMs) {
      window.suppressed += 1;
      return;
    }
    this.#windows.set(reason, { since: now, suppressed: 0 });
    this.#logger.warning('A request was refused', { reason, refusedSinceLastLine: window?.suppressed ?? 0 });
  }
}
