import type { Clock } from '#shared/kernel/index.ts';

const windowMs = 30_000;
const duplicateMs = 30_000;
const spacingMs = 1_000;
const lockoutMs = 30 * 60_000;
const joinWindowMs = 10_000;
const joinLimit = 20;

export type MessageVerdict = 'accepted' | 'dropped' | 'msg_ratelimit' | 'msg_duplicate';

/**
 * Twitch's limits for one account. Exceeding the large limit silences the account for half an hour, without
 * notice.
 */
export class AccountLimits {
  readonly #clock: Clock;
  #sentAt: number[] = [];
  #joinedAt: number[] = [];
  #lockedUntil = 0;
  #last: { readonly text: string; readonly at: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a JOIN and returns true while it is within the limit. */
  allowJoin(): boolean {
    const now = this.#clock.monotonic();
    this.#joinedAt = this.#joinedAt.filter((at) => now - at < joinWindowMs);
    if (this.#joinedAt.length >= joinLimit) return false;
    this.#joinedAt.push(now);
    return true;
  }

  judge(text: string, privileged: boolean): MessageVerdict {
    const now = this.#clock.monotonic();
    if (now < this.#lockedUntil) return 'dropped';
    this.#sentAt = this.#sentAt.filter((at) => now - at < windowMs);
    if (this.#sentAt.length >= (privileged ? 100 : 20)) {
      this.#lockedUntil = now + lockoutMs;
      return 'dropped';
    }
    const last = this.#last;
    this.#sentAt.push(now);
    if (!privileged && last && now - last.at < spacingMs) return 'msg_ratelimit';
    if (!privileged && last?.text === text && now - last.at < duplicateMs) return 'msg_duplicate';
    this.#last = { text, at: now };
    return 'accepted';
  }
}
