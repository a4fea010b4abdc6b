import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Fault, type FailureKind } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import {
  BaseOrchestrator,
  createSystem,
  type Component,
  type ComponentContext,
  type CoreServices,
} from '../index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { readModelRuns } from '../testing/model-runs.ts';
import {
  Model,
  parts,
  policy,
  type Failure,
  type ModelPart,
  type PartId,
} from '../testing/supervision-model.ts';

/** Random histories of failures against a small model of supervision. */

// --- The real thing

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
  constructor(services: CoreServices, id: string, owned: ReadonlyMap<PartId, Part>) {
    super(services, { id, title: id, description: '', schema: z.object({}) });
    for (const { id: partId, needs } of parts) {
      const part = owned.get(partId);
      if (part) this.registerComponent(partId, part, { title: partId, kind: 'bridge', needs, policy });
    }
  }
}

const build = (chance: number) => {
  const harness = createCoreHarness();
  const real = new Map(parts.map(({ id }) => [id, new Part(id)]));
  const beacon = new Map([...real].filter(([id]) => id === 'beacon'));
  const show = new Map([...real].filter(([id]) => id !== 'beacon'));
  const system = createSystem({
    ...harness.options,
    random: { next: () => chance },
    orchestrators: (services) => [new Group(services, 'light', beacon), new Group(services, 'show', show)],
  });
  return { clock: harness.clock, system, real };
};

/** The visible state of a part according to the model. */
const expected = (model: Model, part: ModelPart, epoch: number) => {
  const missing = model.missingNeed(part);
  const { blocked } = part;
  const waiting = part.up
    ? null
    : missing
      ? { for: 'dependency', componentId: missing.id }
      : blocked?.for === 'retry'
        ? { for: 'retry', nextAttemptAt: epoch + blocked.at, attempt: blocked.attempt }
        : blocked?.for === 'dependency'
          ? { for: 'dependency', componentId: blocked.on }
          : { for: blocked?.for };
  const last = part.lastFailure;
  return {
    id: part.id,
    state:
      blocked?.for === 'operator'
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

/**
 * An optional need that is down may be the cause of a part's own trouble; the tests of the root cause cover
 * the timing.
 */
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

// --- Histories

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

const play = async (chance: number, history: readonly Move[]): Promise<void> => {
  const { clock, system, real } = build(chance);
  const model = new Model(chance);
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

describe('supervision in random histories', () => {
  it(`follows its model in ${parameters.numRuns} histories`, { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 0.25, 0.999), fc.array(anyMove, { maxLength: 30 }), play),
      parameters,
    );
  });
});
