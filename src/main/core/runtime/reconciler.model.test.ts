import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Fault } from '#shared/kernel/index.ts';
import type { CommandAction } from '#shared/model/index.ts';
import {
  BaseOrchestrator,
  createSystem,
  type Component,
  type ComponentContext,
  type CoreServices,
  type Need,
} from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { readModelRuns } from '../testing/model-runs.ts';

/**
 * Random histories against a small model: whatever starts, hangs, fails, breaks and is stopped, in any order,
 * the promises of the lifecycle hold at every step, and in the end everything is at rest.
 */

const schema = z.object({});

class Group extends BaseOrchestrator<z.infer<typeof schema>> {
  constructor(services: CoreServices, id: string) {
    super(services, { id, title: id, description: '', schema });
  }
}

/** Longest time of a clean-up, and of waiting for a cancelled start. */
const stopTimeoutMs = 5_000;

type Outcome = 'succeed' | 'fail-transient' | 'fail-auth' | 'fail-defect' | 'hang' | 'wait' | 'fail-itself';

/** A component that checks the promises of the lifecycle. */
class Probe implements Component {
  readonly id: string;
  readonly needs: readonly Need[];
  readonly peers: ReadonlyMap<string, Probe>;
  readonly violations: string[];
  readonly nextStarts: Outcome[] = [];
  readonly nextStops: ('succeed' | 'fail' | 'hang')[] = [];
  starting = 0;
  alive = 0;
  /** Monotonic times of the cancellation of the current start, and of the start of the current clean-up. */
  givenUpAt: number | null = null;
  cleaningSince: number | null = null;
  succeeded = 0;
  cleaned = 0;
  context: ComponentContext | null = null;
  held: (() => number)[] = [];
  #hanging: (() => void)[] = [];

  constructor(id: string, needs: readonly Need[], peers: ReadonlyMap<string, Probe>, violations: string[]) {
    this.id = id;
    this.needs = needs;
    this.peers = peers;
    this.violations = violations;
  }

  async initialize(context: ComponentContext): Promise<void> {
    if (this.starting > 0) this.violations.push(`${this.id} starts twice at once`);
    if (this.alive > 0) this.violations.push(`${this.id} starts while it lives`);
    for (const need of this.needs) {
      if (need.required && this.peers.get(need.id)?.alive !== 1) {
        this.violations.push(`${this.id} starts without ${need.id}`);
      }
    }
    this.context = context;
    this.starting++;
    this.givenUpAt = null;
    context.signal.addEventListener('abort', () => (this.givenUpAt ??= context.clock.monotonic()), {
      once: true,
    });
    this.held.push(() => context.scope.size);
    context.scope.use(
      context.clock.setInterval(() => undefined, 3_600_000),
      'heartbeat',
    );
    context.events.on('*', () => undefined);
    try {
      await this.#play(this.nextStarts.shift() ?? 'succeed', context);
    } finally {
      this.starting--;
    }
    this.succeeded++;
    this.alive++;
  }

  /**
   * Returns true while this component still uses the components that it requires, so they must not stop. A
   * stop or clean-up that exceeds its timeout no longer counts: the others may stop without it.
   */
  usesRequirements(now: number): boolean {
    const inTime = (since: number | null): boolean => since === null || now - since < stopTimeoutMs;
    if (this.cleaningSince !== null) return inTime(this.cleaningSince);
    return (this.starting > 0 || this.alive > 0) && inTime(this.givenUpAt);
  }

  async cleanup(): Promise<void> {
    if (this.alive !== 1) this.violations.push(`${this.id} is cleaned up while ${this.alive} lives are up`);
    for (const peer of this.peers.values()) {
      const now = this.context?.clock.monotonic() ?? 0;
      if (peer.usesRequirements(now) && peer.needs.some((need) => need.required && need.id === this.id)) {
        this.violations.push(`${this.id} is cleaned up under ${peer.id}`);
      }
    }
    this.alive--;
    this.cleaned++;
    this.cleaningSince = this.context?.clock.monotonic() ?? 0;
    const script = this.nextStops.shift() ?? 'succeed';
    try {
      if (script === 'hang') await this.#hang();
      if (script === 'fail') throw new Error('cleanup broke');
    } finally {
      this.cleaningSince = null;
    }
  }

  letGo(): void {
    const hanging = this.#hanging;
    this.#hanging = [];
    for (const release of hanging) release();
  }

  #hang(): Promise<void> {
    return new Promise((resolve) => this.#hanging.push(resolve));
  }

  async #play(outcome: Outcome, context: ComponentContext): Promise<void> {
    switch (outcome) {
      case 'succeed':
        return;
      case 'hang':
        return this.#hang();
      case 'wait':
        await new Promise((_, reject) => {
          const stop = (): void => reject(context.signal.reason);
          if (context.signal.aborted) stop();
          else context.signal.addEventListener('abort', stop, { once: true });
        });
        return;
      case 'fail-itself':
        context.fail(new Fault('model.broke', 'broke while starting', { kind: 'transient' }));
        return;
      case 'fail-transient':
        throw new Fault('model.transient', 'the network is away', { kind: 'transient' });
      case 'fail-auth':
        throw new Fault('model.auth', 'the password is wrong', { kind: 'authentication' });
      case 'fail-defect':
        throw new TypeError('a bug');
    }
  }
}

type Shape = { readonly parts: readonly { needs: readonly Need[]; bridge: boolean; group: number }[] };

const partCount = 5;
const shapes: fc.Arbitrary<Shape> = fc
  .tuple(
    ...Array.from({ length: partCount }, (_, index) =>
      fc.record({
        needs: fc.uniqueArray(
          fc.record({
            id: fc.integer({ min: 0, max: Math.max(0, index - 1) }).map((n) => `part-${n}`),
            required: fc.boolean(),
          }),
          { maxLength: Math.min(index, 2), selector: (need) => need.id },
        ),
        bridge: fc.boolean(),
        group: fc.integer({ min: 0, max: 1 }),
      }),
    ),
  )
  .map((parts) => ({ parts }));

const target = fc.integer({ min: 0, max: partCount - 1 }).map((n) => `part-${n}`);
const outcomes = fc.constantFrom<Outcome>(
  'succeed',
  'fail-transient',
  'fail-auth',
  'fail-defect',
  'hang',
  'wait',
  'fail-itself',
);

type Move =
  | { readonly kind: 'command'; readonly action: CommandAction; readonly id: string }
  | { readonly kind: 'script'; readonly id: string; readonly outcome: Outcome }
  | { readonly kind: 'stop-script'; readonly id: string; readonly outcome: 'succeed' | 'fail' | 'hang' }
  | { readonly kind: 'break'; readonly id: string; readonly fault: 'transient' | 'defect' | 'authentication' }
  | { readonly kind: 'release'; readonly id: string }
  | { readonly kind: 'probe'; readonly id: string }
  | { readonly kind: 'wake' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'settle' };

const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      action: fc.constantFrom<CommandAction>('start', 'stop', 'restart'),
      id: fc.oneof(
        { weight: 4, arbitrary: target },
        { weight: 1, arbitrary: fc.constantFrom('group-0', 'group-1') },
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('script' as const), id: target, outcome: outcomes }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('stop-script' as const),
      id: target,
      outcome: fc.constantFrom('succeed' as const, 'fail' as const, 'hang' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('break' as const),
      id: target,
      fault: fc.constantFrom('transient' as const, 'defect' as const, 'authentication' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), id: target }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('probe' as const), id: target }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'wake' } as const) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 200, 3_000, 20_000, 90_000),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'settle' } as const) },
);

const build = (shape: Shape, seed: number) => {
  const harness = createCoreHarness(seed);
  const violations: string[] = [];
  const probes = new Map<string, Probe>();
  shape.parts.forEach((part, index) =>
    probes.set(`part-${index}`, new Probe(`part-${index}`, part.needs, probes, violations)),
  );
  const system = createSystem({
    ...harness.options,
    orchestrators: (services) =>
      [0, 1].map((group) => {
        const orchestrator = new Group(services, `group-${group}`);
        shape.parts.forEach((part, index) => {
          const probe = probes.get(`part-${index}`);
          if (part.group !== group || !probe) return;
          orchestrator.registerComponent(probe.id, probe, {
            title: probe.id,
            needs: part.needs,
            kind: part.bridge ? 'bridge' : 'component',
          });
        });
        return orchestrator;
      }),
  });
  return { ...harness, system, probes, violations };
};

const faultKinds = { transient: 'transient', defect: 'defect', authentication: 'authentication' } as const;

const play = async (shape: Shape, history: readonly Move[], seed: number): Promise<void> => {
  const { system, clock, probes, violations } = build(shape, seed);
  const listenersBefore = system.services.bus.listenerCount;
  const commands: Promise<unknown>[] = [];
  let answered = 0;
  const follow = (work: Promise<unknown>): void => {
    commands.push(work.then(() => answered++));
  };
  follow(system.start());
  for (const move of history) {
    switch (move.kind) {
      case 'command':
        follow(system.command(move.action, move.id));
        break;
      case 'script':
        probes.get(move.id)?.nextStarts.push(move.outcome);
        break;
      case 'stop-script':
        probes.get(move.id)?.nextStops.push(move.outcome);
        break;
      case 'break':
        probes.get(move.id)?.context?.fail(new Fault('model.lost', 'lost', { kind: faultKinds[move.fault] }));
        break;
      case 'release':
        probes.get(move.id)?.letGo();
        break;
      case 'probe':
        follow(system.probe(move.id));
        break;
      case 'wake':
        system.notifyWake('the model says so');
        break;
      case 'wait':
        await clock.advance(move.ms);
        break;
      case 'settle':
        await clock.settle();
        break;
    }
    expect(violations).toEqual([]);
    system.verdict();
  }

  // Everything that hangs is released and started: all must run in the end.
  for (const probe of probes.values()) {
    probe.nextStarts.length = 0;
    probe.nextStops.length = 0;
  }
  /** Advances time, up to a limit, until the condition is met: most histories come to rest at once. */
  const within = async (ms: number, isSo: () => boolean): Promise<void> => {
    await clock.settle();
    for (let gone = 0; gone < ms && !isSo(); gone += 5_000) await clock.advance(5_000);
  };
  for (let round = 0; round < 3; round++) {
    for (const probe of probes.values()) probe.letGo();
    await clock.advance(20_000);
  }
  for (const group of ['group-0', 'group-1']) follow(system.command('start', group));
  const notRunning = () => system.list().filter(({ state }) => state !== 'running');
  await within(300_000, () => notRunning().length === 0);
  expect(violations).toEqual([]);
  expect(notRunning().map((view) => [view.id, view.state])).toEqual([]);

  follow(system.stop());
  await within(60_000, () => answered === commands.length);
  expect(violations).toEqual([]);
  expect(answered, 'commands that were answered').toBe(commands.length);
  for (const probe of probes.values()) {
    expect(probe.cleaned, `clean-ups of ${probe.id}`).toBe(probe.succeeded);
    expect(probe.held.map((held) => held()).filter((size) => size > 0)).toEqual([]);
  }
  expect(clock.pending, 'timers left').toBe(0);
  expect(system.services.bus.listenerCount, 'listeners left').toBe(listenersBefore);
};

const { parameters, timeout } = readModelRuns(150);

describe('the lifecycle in random histories', () => {
  it(`keeps its promises in ${parameters.numRuns} histories`, { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.array(moves, { maxLength: 30 }), fc.integer(), play),
      parameters,
    );
  });
});
