import type { Component, ComponentContext, ConditionInput } from '#core/index.ts';
import { createRehearsalStage, type RunningRehearsal, type Scenario } from '#main/rehearsal/index.ts';
import type { JsonObject } from '#shared/kernel/index.ts';

/** The bridges get this long to connect before the first line is spoken, milliseconds. */
const curtainMs = 2_000;

/** The pretended outside world as a component: stopping it is the drill for an outage of everything at once. */
export class RehearsalComponent implements Component {
  readonly #scenario: Scenario;
  readonly #speed: number;
  #stage: RunningRehearsal | null = null;

  constructor(scenario: Scenario, speed: number) {
    this.#scenario = scenario;
    this.#speed = speed;
  }

  get stage(): RunningRehearsal | null {
    return this.#stage;
  }

  async initialize(context: ComponentContext): Promise<void> {
    const { clock, random, ids, scope } = context;
    const stage = await createRehearsalStage({
      clock,
      random,
      ids,
      scenario: this.#scenario,
      speed: this.#speed,
    });
    scope.defer('rehearsal stage', async () => {
      this.#stage = null;
      await stage[Symbol.asyncDispose]();
    });
    this.#stage = stage;
    scope.use(
      clock.setTimeout(() => stage.play(), curtainMs),
      'curtain',
    );
  }

  getHealth(): readonly ConditionInput[] {
    return [
      {
        type: 'Playing',
        status: this.#stage ? 'true' : 'false',
        reason: this.#stage ? 'Playing' : 'Stopped',
        message: this.#stage ? `“${this.#scenario.title}” plays on this machine.` : 'Nothing plays.',
      },
    ];
  }

  getFact(): string {
    return `“${this.#scenario.title}” at ×${this.#speed}`;
  }

  getStatus(): JsonObject {
    const stage = this.#stage;
    return {
      scenario: this.#scenario.title,
      speed: this.#speed,
      twitch: stage?.twitch.chatUrl ?? null,
      discord: stage?.discord.apiUrl ?? null,
      obs: stage?.obs.url ?? null,
    };
  }
}
