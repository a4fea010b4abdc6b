import type { Logger } from '#core/logger.ts';
import { toDisposable } from '#shared/kernel/index.ts';

/** The periods in which the self-check tries the guards on purpose. */
export class Quiet {
  #held = 0;

  /** True during a period. */
  get isOn(): boolean {
    return this.#held > 0;
  }

  /** Starts a period that ends with the handle. */
  hold(): Disposable {
    this.#held += 1;
    return toDisposable(() => (this.#held -= 1));
  }

  /**
   * Returns a logger that writes warnings at the debug level during a period: the refusals are expected then,
   * and one of another origin can still be found.
   */
  logger(logger: Logger): Logger {
    return {
      debug: (message, fields) => logger.debug(message, fields),
      info: (message, fields) => logger.info(message, fields),
      warning: (message, fields) =>
        this.isOn ? logger.debug(message, fields) : logger.warning(message, fields),
      error: (message, error, fields) => logger.error(message, error, fields),
      child: (name) => this.logger(logger.child(name)),
    };
  }
}
