import type { ComponentContext } from '#core/component.ts';
import { discordPayloadRefused } from '#shared/catalogue/topics/discord.ts';
import type { FrameProblem } from './frame-guard.ts';

const quietMs = 10_000;

/** Counts frames that could not be read, and emits an event for the first and a limited number after it. */
export class MalformedFrameReporter {
  readonly #context: ComponentContext;
  #count = 0;
  #reported = 0;
  #reportedAt: number | null = null;

  constructor(context: ComponentContext) {
    this.#context = context;
  }

  get count(): number {
    return this.#count;
  }

  add(problem: FrameProblem): void {
    this.#count += 1;
    const now = this.#context.clock.monotonic();
    if (this.#reportedAt !== null && now - this.#reportedAt < quietMs) return;
    const since = this.#count - this.#reported;
    this.#reported = this.#count;
    this.#reportedAt = now;
    const { topic, reason } = problem;
    this.#context.events.emit(discordPayloadRefused({ topic, reason, count: since }));
  }
}
