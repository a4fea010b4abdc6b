import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  IntegrationOrchestrator,
  ServiceOrchestrator,
  type CoreServices,
  type IntegrationPolicy,
  type ServiceLimits,
  type Step,
} from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { away, createNotingSteps, createRunbook, say, valueOf } from '../testing/pipeline-harness.ts';
import { RunQueue } from './run-queue.ts';

const definition = { id: 'flows', title: 'Flows', description: '', schema: z.object({}) };

class Flows extends ServiceOrchestrator<object> {
  constructor(services: CoreServices, limits?: ServiceLimits) {
    super(services, definition, createNotingSteps().registry, limits);
  }
}

class Calls extends IntegrationOrchestrator<object> {
  constructor(services: CoreServices) {
    super(services, definition);
  }

  add(system: string, step: Step, policy?: IntegrationPolicy): this {
    this.registerCall(system, step, policy);
    return this;
  }
}

describe('the queue of runs', () => {
  const build = async () => {
    const book = await createRunbook();
    const queue = new RunQueue(book.services, { concurrency: 1, waiting: 2 });
    const logger = book.services.loggerFor('test');
    const add = (title: string) => {
      const plan = valueOf(book.runbook.plan({ id: 'p', title, steps: [{ step: 'hold' }] }));
      return queue.add(plan, { source: 'flows', logger });
    };
    return { ...book, queue, add };
  };

  it('refuses runs before it is open, and says what to do', async () => {
    const { add } = await build();
    expect(add('Early')).toMatchObject({
      ok: false,
      error: {
        code: 'pipeline.not-running',
        kind: 'dependency',
        message: '"Early" cannot run: flows is not running. Start it',
        action: { kind: 'start-component', label: 'Start it', target: 'flows' },
      },
    });
  });

  it('runs and queues up to its limits, starts queued runs in order, and reports its status', async () => {
    const { queue, add, clock, letGo } = await build();
    queue.initialize();
    expect(queue.getFact()).toBe('Nothing is running');
    const runs = ['A', 'B', 'C'].map((title) => valueOf(add(title)));
    await clock.settle();
    expect(add('D')).toMatchObject({
      error: {
        code: 'pipeline.busy',
        kind: 'transient',
        message: '"D" cannot run: 1 run already and 2 wait. Try again when one has ended',
      },
    });
    expect(queue.getFact()).toBe('1 running, 2 waiting');
    expect(queue.getStatus()).toEqual({
      running: [{ runId: runs[0]?.id, pipeline: 'A', state: 'running', done: 0, planned: 1 }],
      waiting: [
        { runId: runs[1]?.id, pipeline: 'B', state: 'waiting', done: 0, planned: 1 },
        { runId: runs[2]?.id, pipeline: 'C', state: 'waiting', done: 0, planned: 1 },
      ],
    });
    letGo();
    await clock.settle();
    expect([queue.active, queue.waiting]).toEqual([[runs[1]], [runs[2]]]);
    letGo();
    await clock.settle();
    expect(queue.getFact()).toBe('1 running');
    letGo();
    await clock.settle();
    expect(queue.getFact()).toBe('Nothing is running');
  });

  it('ends all runs when it closes, queued ones without a step, and accepts no more', async () => {
    const { queue, add, clock, done, holding } = await build();
    queue.initialize();
    const runs = ['A', 'B'].map((title) => valueOf(add(title)));
    await clock.settle();
    await queue.cleanup();
    const results = await Promise.all(runs.map((run) => run.result));
    expect(results).toMatchObject([
      { outcome: 'cancelled', fault: { message: 'The orchestrator stops' }, steps: [{}] },
      { outcome: 'cancelled', fault: { message: 'The orchestrator stops' }, steps: [] },
    ]);
    expect([queue.active, queue.waiting, done, holding()]).toEqual([[], [], [], 0]);
    expect(add('C').ok).toBe(false);
  });
});

describe('the number of parallel runs', () => {
  it.each([
    [undefined, 8, 1_000],
    [{ concurrency: 2, waiting: 3 }, 2, 3],
  ])('in a service orchestrator with %o is %s, with %s waiting', async (limits, atOnce, waiting) => {
    const { createServices, clock } = createCoreHarness();
    const flows = new Flows(createServices(), limits);
    await flows.initialize();
    const plan = valueOf(flows.plan({ id: 'p', title: 'P', steps: [{ step: 'hold' }] }));
    for (let run = 0; run < atOnce + waiting; run++) valueOf(flows.execute(plan));
    await clock.settle();
    expect(flows.execute(plan)).toMatchObject({ error: { code: 'pipeline.busy' } });
    expect(flows.runs.filter(({ progress }) => progress.state === 'running')).toHaveLength(atOnce);
    await flows.cleanup();
  });

  it('in a core orchestrator is one, with twenty waiting', async () => {
    const { begin, runbook } = await createRunbook();
    for (let run = 0; run < 21; run++) begin([{ step: 'hold' }]);
    expect(() => begin([say('a')])).toThrow(/1 run already and 20 wait/);
    await runbook.cleanup();
  });
});

describe('a call to another system', () => {
  const build = async (step: Partial<Step> = {}, policy?: IntegrationPolicy) => {
    const { createServices, clock } = createCoreHarness();
    const began: number[] = [];
    const calls = new Calls(createServices()).add(
      'Helix',
      {
        key: 'get',
        title: 'Get',
        input: z.object({}),
        run: () => {
          began.push(clock.monotonic());
          throw away();
        },
        ...step,
      },
      policy,
    );
    await calls.initialize();
    const plan = valueOf(calls.plan({ id: 'p', title: 'P', steps: [{ step: 'get' }] }));
    const run = async (forMs = 600_000) => {
      const begun = valueOf(calls.execute(plan));
      await clock.advance(forMs);
      return begun.result;
    };
    return { calls, began, run, plan, clock };
  };

  it('gets three attempts by default, overridden by its policy and then by its step', async () => {
    const tries = async (...how: Parameters<typeof build>) => {
      const { run, began } = await build(...how);
      await run();
      return began.length;
    };
    await expect(tries()).resolves.toBe(3);
    await expect(tries({}, { retry: null })).resolves.toBe(1);
    await expect(tries({}, { retry: { attempts: 2 } })).resolves.toBe(2);
    await expect(tries({ retry: { attempts: 4 } })).resolves.toBe(4);
  });

  it('may take ten seconds by default', async () => {
    const hangs = { run: () => new Promise<never>(() => undefined) };
    const took = async (...[step, policy]: Parameters<typeof build>) => {
      const { run } = await build({ ...hangs, ...step }, { retry: null, ...policy });
      return (await run()).steps[0]?.tookMs;
    };
    await expect(took()).resolves.toBe(10_000);
    await expect(took({}, { timeoutMs: 70 })).resolves.toBe(70);
    await expect(took({ timeoutMs: 50 }, { timeoutMs: 70 })).resolves.toBe(50);
  });

  it('shares the breaker of its system, as its policy says', async () => {
    const policy = { retry: null, breakerFailures: 2, breakerOpenMs: 5_000 };
    const { calls, run, began } = await build({}, policy);
    calls.add('Discord', { key: 'post', title: 'Post', input: z.object({}), run: () => null });
    calls.add('Helix', { key: 'clip', title: 'Clip', input: z.object({}), run: () => null });
    expect([...calls.breakers.keys()]).toEqual(['Helix', 'Discord']);
    await run(0);
    await run(0);
    await expect(run(0)).resolves.toMatchObject({ fault: { code: 'circuit.open', retryAfterMs: 5_000 } });
    expect([began.length, calls.breakers.get('Discord')?.state]).toEqual([2, 'closed']);
  });

  it('keeps the description and the undo of its step', async () => {
    const undone: unknown[] = [];
    class Post implements Step<object, string> {
      readonly key = 'get';
      readonly title = 'Post';
      readonly input = z.object({});
      readonly #words = 'Posts a clip';
      describe(): string {
        return this.#words;
      }
      run(): string {
        return this.#words;
      }
      compensate(_: object, output: string): void {
        undone.push([this.#words, output]);
      }
    }
    const { createServices, clock } = createCoreHarness();
    const calls = new Calls(createServices())
      .add('Helix', new Post())
      .add('Helix', { key: 'bare', title: 'Bare', input: z.object({}), run: () => Promise.reject(away()) });
    await calls.initialize();
    const plan = valueOf(calls.plan({ id: 'p', title: 'P', steps: [{ step: 'get' }, { step: 'bare' }] }));
    expect(plan.steps).toMatchObject([
      { will: 'Posts a clip', canBeTakenBack: true },
      { will: null, canBeTakenBack: false },
    ]);
    const begun = valueOf(calls.execute(plan));
    await clock.advance(10_000);
    await begun.result;
    expect(undone).toEqual([['Posts a clip', 'Posts a clip']]);
  });
});
