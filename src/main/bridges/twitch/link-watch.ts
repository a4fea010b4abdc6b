import type { Clock } from '#shared/kernel/index.ts';

/** Times for pings and for giving up a link, in milliseconds. */
export interface LinkWatchLimits {
  /** Silence before a ping is sent. */
  readonly askAfterMs: number;
  /** Maximum interval of pings, so that the round trip stays known on a busy channel. */
  readonly askEveryMs: number;
  /** Silence after which the link is dead. */
  readonly deadAfterMs: number;
  /** Time without an answer to a ping, while lines still arrive, after which our own direction is dead. */
  readonly unansweredAfterMs: number;
}

/**
 * Detects a dead link within 9.5 s, and tolerates a round trip of 6 s: a ping goes out 2 s into a silence,
 * and its answer ends the silence before the ninth second.
 */
export const twitchLinkLimits: LinkWatchLimits = {
  askAfterMs: 2_000,
  askEveryMs: 15_000,
  deadAfterMs: 9_000,
  unansweredAfterMs: 20_000,
};

/**
 * Timer delay above which this process slept or was blocked, so that silence of the other side is not proven.
 */
const latenessAllowedMs = 3_000;

/** Monitors one link by the lines that arrive on it. */
export class LinkWatch implements Disposable {
  readonly #clock: Clock;
  readonly #limits: LinkWatchLimits;
  readonly #ask: (token: string) => void;
  readonly #onDead: (silentMs: number) => void;
  #timer: Disposable | null = null;
  #heardAt: number;
  #askedAt: number | null = null;
  #token = '';
  #questions = 0;
  #latencyMs: number | null = null;
  #answeredAt: number | null = null;
  readonly #waiting = new Set<() => void>();

  constructor(options: {
    clock: Clock;
    limits: LinkWatchLimits;
    /** Sends a ping with the token. */
    ask: (token: string) => void;
    onDead: (silentMs: number) => void;
  }) {
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#ask = options.ask;
    this.#onDead = options.onDead;
    this.#heardAt = this.#clock.monotonic();
    this.#askNow();
    this.#arm();
  }

  /** Round trip of the last answered ping, milliseconds; null before the first answer. */
  get latencyMs(): number | null {
    return this.#latencyMs;
  }

  /** Milliseconds since the last answered ping; null before the first answer. */
  get answerAgeMs(): number | null {
    return this.#answeredAt === null ? null : this.#clock.monotonic() - this.#answeredAt;
  }

  /** Records that data arrived. */
  heard(): void {
    this.#heardAt = this.#clock.monotonic();
  }

  /** Records an answer. An answer with an unknown or older token only proves life. */
  answered(token: string): void {
    this.heard();
    if (this.#askedAt === null || token !== this.#token) return;
    this.#answeredAt = this.#clock.monotonic();
    this.#latencyMs = this.#answeredAt - this.#askedAt;
    this.#askedAt = null;
    // The next ping is due sooner than the timeout that this answer averted.
    if (this.#timer) this.#arm();
    for (const done of this.#waiting) done();
    this.#waiting.clear();
  }

  /** Sends a ping unless one is pending, and resolves with the round trip; rejects when the signal aborts. */
  probe(signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(onAnswer);
        reject(signal.reason);
      };
      const onAnswer = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(this.#latencyMs ?? 0);
      };
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(onAnswer);
      if (this.#askedAt === null) this.#askNow();
    });
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#waiting.clear();
  }

  #askNow(): void {
    this.#askedAt = this.#clock.monotonic();
    this.#token = `cuelight-${++this.#questions}`;
    this.#ask(this.#token);
  }

  #arm(): void {
    this.#timer?.[Symbol.dispose]();
    const now = this.#clock.monotonic();
    const { askAfterMs, askEveryMs, deadAfterMs, unansweredAfterMs } = this.#limits;
    const due =
      this.#askedAt === null
        ? Math.min(this.#heardAt + askAfterMs, (this.#answeredAt ?? now) + askEveryMs)
        : Math.min(this.#heardAt + deadAfterMs, this.#askedAt + unansweredAfterMs);
    const dueAt = Math.max(due, now + 1);
    this.#timer = this.#clock.setTimeout(() => this.#check(dueAt), dueAt - now);
  }

  #check(dueAt: number): void {
    const now = this.#clock.monotonic();
    if (now - dueAt > latenessAllowedMs) {
      this.#heardAt = now;
      this.#askNow();
    } else if (this.#askedAt === null) {
      const quiet = now - this.#heardAt >= this.#limits.askAfterMs;
      const overdue = now - (this.#answeredAt ?? now) >= this.#limits.askEveryMs;
      if (quiet || overdue) this.#askNow();
    } else if (
      now - this.#heardAt >= this.#limits.deadAfterMs ||
      now - this.#askedAt >= this.#limits.unansweredAfterMs
    ) {
      this.#timer = null;
      this.#onDead(now - Math.min(this.#heardAt, this.#askedAt));
      return;
    }
    this.#arm();
  }
}
