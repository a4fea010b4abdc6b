import type { ComponentContext } from '#core/component.ts';
import { discordPayloadRefused } from '#shared/catalogue/topics/discord.ts';
import type { FrameProblem } from './frame-guard.ts';

const quietMs = 10_000;

/** Tells of frames that could not be read: each is counted, an event is made for the first and then not too often. */
export class MalformedFrameReporter {
  readonly #context: ComponentContext;
  #count = 0;
  #told = 0;
  #toldAt: number | null = null;

  constructor(context: ComponentContext) {
    this.#context = context;
  }

  get count(): number {
    return this.#count;
  }

  add(problem: FrameProblem): void {
    this.#count += 1;
    const now = this.#context.clock.monotonic();
    if (this.#toldAt !== null && now - this.#toldAt < quietMs) return;
    const since = this.#count - this.#told;
    this.#told = this.#count;
    this.#toldAt = now;
    const { topic, reason } = problem;
    this.#context.events.emit(discordPayloadRefused({ topic, reason, count: since }));
  }
}
