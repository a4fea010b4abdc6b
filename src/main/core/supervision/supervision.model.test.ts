import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { failureKinds } from '#shared/kernel/fault.ts';
import { Fault, type FailureKind } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import {
  BaseOrchestrator,
  createSystem,
  type Component,
  type ComponentContext,
  type CoreServices,
  type Need,
  type SupervisionPolicy,
} from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { readModelRuns } from '../testing/model-runs.ts';

/**
 * Random histories of failures against a small model of supervision. The model keeps no counters: it remembers what
 * happened to each part, and reads every answer off that story.
 */

const policy: SupervisionPolicy = {
  backoff: { baseMs: 500, capMs: 8_000 },
  stableAfterMs: 10_000,
  defects: { limit: 3, windowMs: 20_000, forgiveAfterMs: 30_000 },
};

type PartId = 'beacon' | 'source' | 'relay' | 'screen' | 'stats';
type Strategy = 'rest-for-one' | 'one-for-all';

/**
 * In an order in which they can start, and in fact do: the last one waits until all others have come to something, so that
 * no two starts of one orchestrator race. All but the beacon belong to one orchestrator.
 */
const parts: readonly { readonly id: PartId; readonly needs: readonly Need[] }[] = [
  { id: 'beacon', needs: [] },
  { id: 'source', needs: [] },
  { id: 'relay', needs: [{ id: 'source', required: true }] },
  { id: 'screen', needs: [{ id: 'relay', required: true }] },
  { id: 'stats', needs: ['source', 'relay', 'screen'].map((id) => ({ id, required: false })) },
];

interface Failure {
  readonly kind: FailureKind;
  /** How long the other side asked to wait. */
  readonly retryAfterMs: number | undefined;
  /** What a failure of kind `dependency` says it lacks. */
  readonly lacks: 'beacon' | 'nowhere' | 'itself' | undefined;
}

type Memory =
  | { readonly what: 'failed'; readonly failure: Failure; readonly at: number }
  | { readonly what: 'ready' | 'told to stop'; readonly at: number }
  | { readonly what: 'pardoned' };

type Hold =
  | { readonly for: 'retry'; readonly at: number; readonly attempt: number; readonly order: number }
  | { readonly for: 'settings' | 'sign-in' | 'operator' }
  | { readonly for: 'dependency'; readonly on: 'beacon' };

class ModelPart {
  readonly id: PartId;
  readonly requires: readonly PartId[];
  readonly nextStarts: Failure[] = [];
  story: Memory[] = [];
  up = false;
  hold: Hold | null = null;
  lives = 0;

  constructor(id: PartId, requires: readonly PartId[]) {
    this.id = id;
    this.requires = requires;
  }

  /** What happened since readiness last lasted so long, or somebody pardoned it. */
  since(readyForMs: number, now: number): readonly Memory[] {
    let from = 0;
    let readyAt: number | null = null;
    this.story.forEach((memory, index) => {
      if (memory.what === 'pardoned') from = index + 1;
      else if (memory.what === 'ready') readyAt = memory.at;
      else if (readyAt !== null) {
        if (memory.at - readyAt >= readyForMs) from = index;
        readyAt = null;
      }
    });
    return readyAt !== null && now - readyAt >= readyForMs ? [] : this.story.slice(from);
  }

  failuresIn(memories: readonly Memory[], kinds: readonly FailureKind[]) {
    return memories.flatMap((memory) =>
      memory.what === 'failed' && kinds.includes(memory.failure.kind) ? [memory] : [],
    );
  }

  attempts(): number {
    const ready = this.story.findLastIndex(({ what }) => what === 'ready');
    const own = failureKinds.filter((kind) => kind !== 'dependency');
    return this.failuresIn(this.story.slice(ready + 1), own).length;
  }

  evidence(now: number) {
    return this.failuresIn(this.since(policy.defects.forgiveAfterMs, now), ['defect']);
  }

  recentDefects(now: number): number {
    return this.evidence(now).filter(({ at }) => at > now - policy.defects.windowMs).length;
  }

  get lastFailure() {
    return this.failuresIn(this.story, failureKinds).at(-1);
  }

  /** Whether its last life ended by itself and none has begun since. */
  failed = false;
}

class Model {
  readonly parts = new Map<PartId, ModelPart>();
  readonly #strategy: Strategy;
  readonly #chance: number;
  now = 0;
  #armed = 0;

  constructor(strategy: Strategy, chance: number) {
    this.#strategy = strategy;
    this.#chance = chance;
    for (const { id, needs } of parts) {
      const required = needs.filter((need) => need.required).map((need) => need.id);
      this.parts.set(
        id,
        new ModelPart(
          id,
          parts.map((part) => part.id).filter((other) => required.includes(other)),
        ),
      );
    }
  }

  part(id: PartId): ModelPart {
    const part = this.parts.get(id);
    if (!part) throw new Error(`no part ${id}`);
    return part;
  }

  missingNeed(part: ModelPart): ModelPart | undefined {
    return part.requires.map((id) => this.part(id)).find(({ up }) => !up);
  }

  /** The part whose trouble is the reason for that of another; undefined when it is its own. */
  causeOf(part: ModelPart): ModelPart | undefined {
    if (part.up) return undefined;
    const lacks = part.hold?.for === 'dependency' ? this.part(part.hold.on) : undefined;
    const next = this.missingNeed(part) ?? lacks;
    return next && (this.causeOf(next) ?? next);
  }

  /** The parts that may be named as the cause of a part's own trouble: optional needs that are down, and their causes. */
  lostNeeds(part: ModelPart): readonly ModelPart[] {
    const needs = parts.find(({ id }) => id === part.id)?.needs ?? [];
    const down = needs.filter(({ required }) => !required).map(({ id }) => this.need(id));
    return down.flatMap((need) => (need && !need.up ? [need, this.causeOf(need) ?? need] : []));
  }

  need(id: string): ModelPart | undefined {
    return [...this.parts.values()].find((part) => part.id === id);
  }

  fail(part: ModelPart, failure: Failure): void {
    const beaconUp = this.part('beacon').up;
    part.story.push({ what: 'failed', failure, at: this.now });
    part.up = false;
    part.failed = true;
    part.hold = this.#decide(part, failure, beaconUp);
    if (this.#strategy === 'one-for-all' && part.id !== 'beacon')
      for (const sibling of this.parts.values()) if (sibling.id !== 'beacon') this.#tellToStop(sibling);
    this.reconcile();
  }

  /** By hand: it and all that it requires. */
  start(id: PartId): void {
    const part = this.part(id);
    for (const each of [part, ...part.requires.flatMap((need) => [need, ...this.part(need).requires])]) {
      const member = typeof each === 'string' ? this.part(each) : each;
      if (!member.up) member.story.push({ what: 'pardoned' });
      member.hold = null;
    }
    this.reconcile();
  }

  settingsChanged(id: PartId): void {
    const part = this.part(id);
    if (!part.hold || part.hold.for === 'retry' || part.hold.for === 'dependency') return;
    if (part.hold.for === 'operator') part.story.push({ what: 'pardoned' });
    part.hold = null;
    this.reconcile();
  }

  advance(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.parts.values()]
        .flatMap((part) =>
          part.hold?.for === 'retry' && part.hold.at <= until ? [{ part, hold: part.hold }] : [],
        )
        .toSorted((left, right) => left.hold.at - right.hold.at || left.hold.order - right.hold.order)[0];
      if (!due) break;
      this.now = Math.max(this.now, due.hold.at);
      due.part.hold = null;
      this.reconcile();
    }
    this.now = until;
  }

  reconcile(): void {
    for (const part of this.parts.values()) if (this.missingNeed(part)) this.#tellToStop(part);
    for (const part of this.parts.values())
      if (part.hold?.for === 'dependency' && this.part(part.hold.on).up) part.hold = null;
    const next = [...this.parts.values()].find((part) => !part.up && !part.hold && !this.missingNeed(part));
    if (!next) return;
    next.lives++;
    next.failed = false;
    const failure = next.nextStarts.shift();
    if (failure) {
      this.fail(next, failure);
      return;
    }
    next.up = true;
    next.story.push({ what: 'ready', at: this.now });
    this.reconcile();
  }

  #tellToStop(part: ModelPart): void {
    if (!part.up) return;
    part.up = false;
    part.story.push({ what: 'told to stop', at: this.now });
  }

  #decide(part: ModelPart, { kind, retryAfterMs = 0, lacks }: Failure, beaconUp: boolean): Hold {
    const { backoff, defects } = policy;
    const retryIn = (ms: number, attempt: number): Hold => ({
      for: 'retry',
      at: this.now + Math.max(retryAfterMs, Math.round(ms)),
      attempt,
      order: this.#armed++,
    });
    if (kind === 'configuration') return { for: 'settings' };
    if (kind === 'authentication') return { for: 'sign-in' };
    if (kind === 'dependency') {
      if (lacks === 'beacon' && part.id !== 'beacon' && !beaconUp) return { for: 'dependency', on: 'beacon' };
      return retryIn((0.5 + this.#chance / 2) * backoff.capMs, part.attempts() + 1);
    }
    if (kind === 'defect' && part.recentDefects(this.now) >= defects.limit) return { for: 'operator' };
    const waited = part.failuresIn(part.since(policy.stableAfterMs, this.now), [
      'transient',
      'defect',
    ]).length;
    const ceiling = Math.min(backoff.capMs, backoff.baseMs * 2 ** (waited - 1));
    return retryIn(this.#chance * ceiling, part.attempts() + 1);
  }
}

// --- The real thing ---------------------------------------------------------------------------------------------

const toFault = (id: PartId, { kind, retryAfterMs, lacks }: Failure): Fault =>
  new Fault(`model.${kind}`, `it failed: ${kind}`, {
    kind,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(lacks && {
      action: { kind: 'start-component', label: 'Start it', target: lacks === 'itself' ? id : lacks },
    }),
  });

class Part implements Component {
  readonly id: PartId;
  readonly nextStarts: Failure[] = [];
  context: ComponentContext | null = null;

  constructor(id: PartId) {
    this.id = id;
  }

  initialize(context: ComponentContext): void {
    this.context = context;
    const failure = this.nextStarts.shift();
    if (failure) throw toFault(this.id, failure);
  }
}

class Group extends BaseOrchestrator<object> {
  constructor(services: CoreServices, id: string, strategy: Strategy, owned: ReadonlyMap<PartId, Part>) {
    super(services, { id, title: id, description: '', schema: z.object({}), strategy });
    for (const { id: partId, needs } of parts) {
      const part = owned.get(partId);
      if (part) this.registerComponent(partId, part, { title: partId, kind: 'bridge', needs, policy });
    }
  }
}

const build = (strategy: Strategy, chance: number) => {
  const harness = createCoreHarness();
  const real = new Map(parts.map(({ id }) => [id, new Part(id)]));
  const beacon = new Map([...real].filter(([id]) => id === 'beacon'));
  const show = new Map([...real].filter(([id]) => id !== 'beacon'));
  const system = createSystem({
    ...harness.options,
    random: { next: () => chance },
    orchestrators: (services) => [
      new Group(services, 'light', 'rest-for-one', beacon),
      new Group(services, 'show', strategy, show),
    ],
  });
  return { clock: harness.clock, system, real };
};

/** What the model says of a part, as it is to be seen. */
const expected = (model: Model, part: ModelPart, epoch: number) => {
  const missing = model.missingNeed(part);
  const { hold } = part;
  const waiting = part.up
    ? null
    : missing
      ? { for: 'dependency', componentId: missing.id }
      : hold?.for === 'retry'
        ? { for: 'retry', nextAttemptAt: epoch + hold.at, attempt: hold.attempt }
        : hold?.for === 'dependency'
          ? { for: 'dependency', componentId: hold.on }
          : { for: hold?.for };
  const last = part.lastFailure;
  return {
    id: part.id,
    state:
      hold?.for === 'operator'
        ? 'quarantined'
        : part.up
          ? 'running'
          : part.failed
            ? 'failed'
            : part.lives === 0
              ? 'idle'
              : 'stopped',
    waiting,
    cause: model.causeOf(part)?.id ?? null,
    restarts: Math.max(0, part.lives - 1),
    attempt: part.attempts(),
    lastFailure: last ? [`model.${last.failure.kind}`, epoch + last.at] : null,
    defects: part.recentDefects(model.now),
    evidence: part.evidence(model.now).map(({ at }) => epoch + at),
  };
};

/** An optional need that is down may be the cause of a part's own trouble; when, is told by the tests of the root cause. */
const causeIn = (model: Model, { id, cause }: ComponentView): string | null => {
  const part = model.need(id);
  if (!cause || !part || model.causeOf(part)) return cause?.componentId ?? null;
  return model.lostNeeds(part).some((need) => need.id === cause.componentId) ? null : cause.componentId;
};

const observed = (model: Model, view: ComponentView) => {
  const { id, state, waiting, supervision } = view;
  const { lastFailure, budget, evidence, attempt, restarts } = supervision;
  return {
    id,
    state,
    waiting:
      waiting?.for === 'retry'
        ? waiting
        : waiting?.for === 'dependency'
          ? { for: waiting.for, componentId: waiting.componentId }
          : waiting && { for: waiting.for },
    cause: causeIn(model, view),
    restarts,
    attempt,
    lastFailure: lastFailure && [lastFailure.code, lastFailure.at],
    defects: budget.used,
    evidence: evidence.map(({ at }) => at),
  };
};

// --- Histories --------------------------------------------------------------------------------------------------

const anyPart = fc.constantFrom(...parts.map(({ id }) => id));
const anyFailure: fc.Arbitrary<Failure> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom<FailureKind>('transient', 'defect', 'defect', 'authentication', 'configuration'),
      retryAfterMs: fc.constantFrom(undefined, undefined, 5_000),
      lacks: fc.constant(undefined),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant<FailureKind>('dependency'),
      retryAfterMs: fc.constantFrom(undefined, 12_000),
      lacks: fc.constantFrom<Failure['lacks']>(undefined, 'beacon', 'beacon', 'nowhere', 'itself'),
    }),
  },
);

type Move =
  | { readonly kind: 'break' | 'script'; readonly id: PartId; readonly failure: Failure }
  | { readonly kind: 'start' | 'settings'; readonly id: PartId }
  | { readonly kind: 'wait'; readonly ms: number };

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('break' as const), id: anyPart, failure: anyFailure }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('script' as const), id: anyPart, failure: anyFailure }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('start' as const), id: anyPart }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('settings' as const), id: anyPart }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 499, 500, 2_500, 9_999, 10_000, 30_000),
    }),
  },
);

const play = async (strategy: Strategy, chance: number, history: readonly Move[]): Promise<void> => {
  const { clock, system, real } = build(strategy, chance);
  const model = new Model(strategy, chance);
  const epoch = clock.now();
  const commands: Promise<unknown>[] = [system.start()];
  await clock.settle();
  model.reconcile();
  for (const move of history) {
    switch (move.kind) {
      case 'break': {
        const part = model.part(move.id);
        if (!part.up) break;
        model.fail(part, move.failure);
        real.get(move.id)?.context?.fail(toFault(move.id, move.failure));
        await clock.settle();
        break;
      }
      case 'script':
        model.part(move.id).nextStarts.push(move.failure);
        real.get(move.id)?.nextStarts.push(move.failure);
        break;
      case 'start':
        model.start(move.id);
        commands.push(system.command('start', move.id));
        await clock.settle();
        break;
      case 'settings':
        model.settingsChanged(move.id);
        system.notifySettingsChanged(move.id);
        await clock.settle();
        break;
      case 'wait':
        model.advance(move.ms);
        await clock.advance(move.ms);
        break;
    }
    const seen = system.list().filter(({ kind }) => kind === 'bridge');
    expect(seen.map((view) => observed(model, view))).toEqual(
      [...model.parts.values()].map((part) => expected(model, part, epoch)),
    );
  }
  commands.push(system.stop());
  await clock.advance(20_000);
  await Promise.all(commands);
  expect(clock.pending, 'timers left').toBe(0);
};

const { parameters, timeout } = readModelRuns(150);

describe('supervision, as random histories', () => {
  it(`does what its model says in ${parameters.numRuns} histories`, { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Strategy>('rest-for-one', 'one-for-all'),
        fc.constantFrom(0, 0.25, 0.999),
        fc.array(anyMove, { maxLength: 30 }),
        play,
      ),
      parameters,
    );
  });
});
