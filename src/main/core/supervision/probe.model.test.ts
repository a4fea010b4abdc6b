import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  BaseOrchestrator,
  createSystem,
  type Component,
  type ConditionInput,
  type CoreServices,
} from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { readModelRuns } from '../testing/model-runs.ts';

/**
 * Random histories of one component and its probe: however slow, silent or broken the answers, and however
 * many callers, only one probe runs at a time and on time, and a silent component is restarted.
 */

const settings = { intervalMs: 10_000, timeoutMs: 3_000, restartAfter: 2 };

/** After a wake-up the probes are spread over this time. */
const wakeSpreadMs = 2_000;

type Answer = 'at once' | 'slow' | 'never' | 'throw';

const fine: readonly ConditionInput[] = [
  { type: 'Fine', status: 'true', reason: 'Fine', message: 'It is fine' },
];

/** Checks the rules of probing. */
class Asked implements Component {
  readonly violations: string[] = [];
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<void>;
  answer: Answer = 'at once';
  /** Times until which requested probes may come, each once and at any interval. */
  #leave: number[] = [];
  lives = 0;
  #alive = false;
  #open: AbortSignal | null = null;
  #freeSince = 0;
  /** Consecutive probes without an answer in this life. */
  silent = 0;

  constructor(now: () => number, sleep: (ms: number) => Promise<void>) {
    this.#now = now;
    this.#sleep = sleep;
  }

  initialize(): void {
    this.lives++;
    this.silent = 0;
    this.#alive = true;
    this.permit(0);
  }

  /** Permits one requested probe within the given time. */
  permit(withinMs: number): void {
    this.#leave.push(this.#now() + withinMs);
  }

  cleanup(): void {
    this.#alive = false;
    if (this.#open && !this.#open.aborted) this.violations.push('a question outlives its component');
    this.#open = null;
  }

  async getHealth(signal: AbortSignal): Promise<readonly ConditionInput[]> {
    if (!this.#alive) this.violations.push('it is asked while it does not live');
    if (this.silent >= settings.restartAfter)
      this.violations.push('it is asked again although it fell silent');
    if (this.#open) this.violations.push('it is asked while it still thinks');
    const early = this.#now() - this.#freeSince < settings.intervalMs;
    this.#leave = this.#leave.filter((until) => until >= this.#now()).toSorted((left, right) => left - right);
    if (early && this.#leave.shift() === undefined) this.violations.push('it is asked before its time');
    this.#open = signal;
    const free = (): void => {
      if (this.#open !== signal) return;
      this.#open = null;
      this.#freeSince = this.#now();
    };
    signal.addEventListener('abort', () => {
      this.silent++;
      free();
    });
    try {
      if (this.answer === 'slow') await this.#sleep(settings.timeoutMs - 1);
      if (this.answer === 'never') await new Promise(() => undefined);
      if (this.answer === 'throw') throw new Error('no answer');
      this.silent = 0;
      return fine;
    } finally {
      free();
    }
  }
}

class Group extends BaseOrchestrator<object> {
  constructor(services: CoreServices, asked: Asked) {
    super(services, { id: 'group', title: 'Group', description: '', schema: z.object({}) });
    this.registerComponent('asked', asked, { title: 'Asked', kind: 'bridge', probe: settings });
  }
}

type Move =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'probe' | 'wake' | 'stop' | 'start' };

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      answer: fc.constantFrom<Answer>('at once', 'slow', 'never', 'throw'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 2_999, 10_000, 40_000),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Move>({ kind: 'probe' }, { kind: 'wake' }) },
  { weight: 1, arbitrary: fc.constantFrom<Move>({ kind: 'stop' }, { kind: 'start' }) },
);

const play = async (history: readonly Move[]): Promise<void> => {
  const { clock, options } = createCoreHarness();
  const asked = new Asked(
    () => clock.monotonic(),
    (ms) => new Promise((resolve) => clock.setTimeout(resolve, ms)),
  );
  const system = createSystem({ ...options, orchestrators: (services) => [new Group(services, asked)] });
  const pending: Promise<unknown>[] = [system.start()];
  await clock.settle();
  for (const move of history) {
    switch (move.kind) {
      case 'answer':
        asked.answer = move.answer;
        break;
      case 'wait':
        await clock.advance(move.ms);
        break;
      case 'probe':
        asked.permit(0);
        pending.push(system.probe('asked'));
        break;
      case 'wake':
        asked.permit(wakeSpreadMs);
        system.notifyWake('the model says so');
        break;
      case 'stop':
      case 'start':
        pending.push(system.command(move.kind, 'asked'));
        break;
    }
    await clock.settle();
    expect(asked.violations).toEqual([]);
  }

  asked.answer = 'at once';
  pending.push(system.command('start', 'asked'));
  await clock.advance(120_000);
  expect(system.detail('asked')).toMatchObject({ state: 'running', health: { level: 'healthy' } });
  expect(asked.violations).toEqual([]);
  pending.push(system.stop());
  await clock.advance(20_000);
  await Promise.all(pending);
  expect(asked.violations).toEqual([]);
  expect(clock.pending, 'timers left').toBe(0);
};

const { parameters, timeout } = readModelRuns(150);

describe('a slow probe in random histories', () => {
  it(`runs one at a time in ${parameters.numRuns} histories`, { timeout }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyMove, { maxLength: 25 }), play), parameters);
  });
});
