import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';

/** Twitch counts over 30 s on a hidden schedule; two more seconds keep clear of its edges. */
const windowMs = 32_000;
const duplicateMs = 30_000;
/** Without a moderator's badge, Twitch drops a message within a second of the last message in the channel. */
const spacingMs = 1_200;
const viewerLimit = 20;
const moderatorLimit = 100;

/**
 * Keeps our messages within Twitch's limits for one account: beyond them, Twitch ignores all messages for 30
 * minutes.
 */
export class SendLimits {
  readonly #clock: Clock;
  #sentAt: number[] = [];
  readonly #lastSaid = new Map<string, number>();
  /** True when Twitch shows us as moderator or broadcaster of the channel. */
  privileged = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Returns the wait before `text` may be sent, milliseconds; a fault when the wait is more than a moment.
   */
  check(text: string): Result<number, Fault> {
    const now = this.#clock.monotonic();
    this.#forget(now);
    const limit = this.privileged ? moderatorLimit : viewerLimit;
    const oldest = this.#sentAt[this.#sentAt.length - limit];
    if (oldest !== undefined) {
      const retryAfterMs = oldest + windowMs - now;
      return err(
        new Fault(
          'twitch.rate-limited',
          `This account has sent ${limit} messages in 30 s, the most that Twitch allows. Wait ${Math.ceil(retryAfterMs / 1_000)} s.`,
          { kind: 'transient', retryAfterMs },
        ),
      );
    }
    const saidAt = this.privileged ? undefined : this.#lastSaid.get(text);
    if (saidAt !== undefined) {
      const retryAfterMs = saidAt + duplicateMs - now;
      return err(
        new Fault(
          'twitch.duplicate-message',
          `The same text was sent less than 30 s ago, and Twitch drops repeats. Change it, or wait ${Math.ceil(retryAfterMs / 1_000)} s.`,
          { kind: 'transient', retryAfterMs },
        ),
      );
    }
    const last = this.#sentAt.at(-1);
    return ok(this.privileged || last === undefined ? 0 : Math.max(0, last + spacingMs - now));
  }

  /** Counts a sent message, whatever its outcome. */
  record(text: string): void {
    const now = this.#clock.monotonic();
    this.#sentAt.push(now);
    this.#lastSaid.set(text, now);
  }

  #forget(now: number): void {
    this.#sentAt = this.#sentAt.filter((at) => now - at < windowMs);
    for (const [text, at] of this.#lastSaid) if (now - at >= duplicateMs) this.#lastSaid.delete(text);
  }
}
