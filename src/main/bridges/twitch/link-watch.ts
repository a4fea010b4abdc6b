import type { Clock } from '#shared/kernel/index.ts';

/** When to ask whether the link lives, and when to give it up. All in milliseconds. */
export interface LinkWatchLimits {
  /** Quiet for this long: ask. */
  readonly askAfterMs: number;
  /** Asked at least this often, so that the round trip stays known on a busy channel. */
  readonly askEveryMs: number;
  /** Nothing heard for this long: dead. */
  readonly deadAfterMs: number;
  /** Lines arrive but our question is never answered: our own direction is dead. */
  readonly unansweredAfterMs: number;
}

/**
 * A link that dies is noticed within 9.5 s; one with a round trip of 6 s is left alone, because a question goes out
 * 2 s into a silence and its answer ends it before the ninth.
 */
export const twitchLinkLimits: LinkWatchLimits = {
  askAfterMs: 2_000,
  askEveryMs: 15_000,
  deadAfterMs: 9_000,
  unansweredAfterMs: 20_000,
};

/** A timer that fires this much late means that we were asleep or blocked, not that the other side is silent. */
const latenessAllowedMs = 3_000;

/** Watches one link by what is heard on it. */
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
    /** Sends a question that carries the token. */
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

  /** Round trip of the last answered question, milliseconds; null before the first answer. */
  get latencyMs(): number | null {
    return this.#latencyMs;
  }

  /** How long ago the last question was answered, milliseconds; null before the first answer. */
  get answerAgeMs(): number | null {
    return this.#answeredAt === null ? null : this.#clock.monotonic() - this.#answeredAt;
  }

  /** Something arrived, whatever it was. */
  heard(): void {
    this.#heardAt = this.#clock.monotonic();
  }

  /** An answer arrived. One that carries no token of ours, or an older one, only proves life. */
  answered(token: string): void {
    this.heard();
    if (this.#askedAt === null || token !== this.#token) return;
    this.#answeredAt = this.#clock.monotonic();
    this.#latencyMs = this.#answeredAt - this.#askedAt;
    this.#askedAt = null;
    // The next question is due sooner than the verdict that this answer averted.
    if (this.#timer) this.#arm();
    for (const done of this.#waiting) done();
    this.#waiting.clear();
  }

  /** Asks at once, unless a question is under way, and resolves with the round trip; rejects when the signal aborts. */
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
