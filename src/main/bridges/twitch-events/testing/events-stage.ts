import { afterEach } from 'vitest';
import type { Component } from '#core/component.ts';
import { createMissedEvents } from '../../twitch-api/index.ts';
import { keepLives, openApiStage, type ApiStage } from '../../twitch-api/testing/api-stage.ts';
import {
  createComponentHarness,
  waitUntil,
  type ComponentHarness,
  type ComponentLife,
} from '../../testing/component-harness.ts';
import { releaseWindowMs } from '../release-window.ts';
import { createTwitchEvents } from '../twitch-events.ts';

/** The real event bridge and the real Helix bridge against the simulated Twitch, on a manual clock. */
export interface EventsStage extends ApiStage {
  readonly events: Component;
  /** Output of the event bridge, separate from that of Helix. */
  readonly eventHarness: ComponentHarness;
  /** Waits in real time until the server has sent its events, then advances past the release window. */
  arrived(what: string, done: () => unknown): Promise<void>;
}

export const openEventsStage = async (
  options: Parameters<typeof openApiStage>[0] = {},
): Promise<EventsStage> => {
  const stage = await openApiStage(options);
  await stage.harness.start(stage.api);
  const events = createTwitchEvents({
    api: stage.api,
    tokens: stage.tokens,
    missed: createMissedEvents(stage.api),
    readUrl: () => stage.server.eventsUrl,
  });
  const lives: ComponentLife[] = [];
  return {
    ...stage,
    events,
    eventHarness: keepLives(createComponentHarness({ id: 'twitch-events', clock: stage.clock }), lives),
    arrived: async (what, done) => {
      await waitUntil(what, async () => {
        await stage.clock.advance(releaseWindowMs / 10);
        return Boolean(done());
      });
    },
    [Symbol.asyncDispose]: async () => {
      for (const life of lives) await life.stop();
      await stage[Symbol.asyncDispose]();
    },
  };
};

/** Opens a stage in a test and disposes it after the test. */
export const stageForEachTest = (): typeof openEventsStage => {
  let stage: EventsStage | undefined;
  afterEach(async () => {
    await stage?.[Symbol.asyncDispose]();
    stage = undefined;
  });
  return async (options) => (stage = await openEventsStage(options));
};

/** Advances time in steps of a second until `done` or the end; the sockets are read after each step. */
export const pass = async (
  open: EventsStage,
  forMs: number,
  done: () => unknown = () => false,
): Promise<void> => {
  for (let passed = 0; passed < forMs && !done(); passed += 1_000) {
    await open.clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await open.clock.settle();
  }
};
