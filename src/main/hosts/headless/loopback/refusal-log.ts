import type { Clock } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';

const windowMs = 60_000;

/** One line when something is refused, and then at most one a minute for the same reason, with how many it stands for. */
export class RefusalLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #windows = new Map<string, { since: number; unsaid: number }>();

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /** Reasons are words of ours, never anything that was sent. */
  refuse(reason: string): void {
    const now = this.#clock.monotonic();
    const window = this.#windows.get(reason);
    if (window && now - window.since < windowMs) {
      window.unsaid += 1;
      return;
    }
    this.#windows.set(reason, { since: now, unsaid: 0 });
    this.#logger.warning('A request was refused', { reason, refusedSinceLastLine: window?.unsaid ?? 0 });
  }
}
