import { err, ok, sleep, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import { discordFaults, faultOfRequest, readRateLimit } from './discord-faults.ts';

/** A rate limit as Discord reported it. */
export interface RateLimitNotice {
  readonly waitMs: number;
  readonly global: boolean;
}

/**
 * Removes the tokens of webhooks and interactions, which are part of their addresses, from a thrown error.
 */
const hideTokens = (thrown: unknown): void => {
  if (typeof thrown !== 'object' || thrown === null) return;
  const url: unknown = Reflect.get(thrown, 'url');
  if (typeof url !== 'string') return;
  Reflect.set(thrown, 'url', url.replace(/((?:webhooks|interactions)\/\d+\/)[^/?]+/, '$1hidden'));
};

/**
 * Runs a request and retries it after each wait that Discord requires, until another answer arrives or the
 * wait would exceed `mostWaitMs`. discord.js can wait on its own, but nothing can cancel that wait: a rate
 * limit of one hour would keep the program from stopping for an hour.
 */
export const callDiscord = async <T>(
  request: (signal: AbortSignal) => Promise<T>,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly mostWaitMs: number;
    readonly onRateLimited?: (notice: RateLimitNotice) => void;
  },
): Promise<Result<T, Fault>> => {
  const deadline = options.clock.monotonic() + options.mostWaitMs;
  for (;;) {
    if (options.signal.aborted) return err(discordFaults.requestAbandoned(options.signal.reason));
    try {
      return ok(await request(options.signal));
    } catch (thrown) {
      hideTokens(thrown);
      const limit = readRateLimit(thrown);
      if (options.signal.aborted) return err(discordFaults.requestAbandoned(thrown));
      if (!limit) return err(faultOfRequest(thrown));
      options.onRateLimited?.(limit);
      if (options.clock.monotonic() + limit.waitMs > deadline)
        return err(discordFaults.rateLimited(limit.waitMs));
      try {
        await sleep(options.clock, limit.waitMs, options.signal);
      } catch (aborted) {
        return err(discordFaults.requestAbandoned(aborted));
      }
    }
  }
};
