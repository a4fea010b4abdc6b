import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import type { Component, ComponentContext, ConditionInput } from '../component.ts';
import { createCoreHarness } from '../testing/index.ts';
import { resolveSpec } from './component-spec.ts';
import { Life } from './life.ts';
import { happened } from '../testing/happened.ts';

const broke = new Fault('test.broke', 'It broke', { kind: 'transient' });

const build = (component: Component) => {
  const harness = createCoreHarness();
  const failures: Fault[] = [];
  const claims: ConditionInput[] = [];
  const services = harness.createServices();
  const spec = resolveSpec('group', 'part', component, { title: 'Part' });
  const life = new Life(spec, services, 1, {
    failed: (fault) => failures.push(fault),
    claimed: (condition) => claims.push(condition),
  });
  return { ...harness, services, life, failures, claims };
};

describe('a life that reports its end in the same turn in which its start succeeds', () => {
  it.each<[string, (fail: () => void) => Promise<void>]>([
    ['before its promise resolves', async (fail) => fail()],
    [
      'in a microtask queued before it resolves',
      (fail) => {
        queueMicrotask(fail);
        return Promise.resolve();
      },
    ],
    [
      'in the first microtask after it resolved',
      async (fail) => {
        await Promise.resolve();
        queueMicrotask(fail);
      },
    ],
  ])('%s: reports once, and is cleaned up once', async (_when, start) => {
    const calls: string[] = [];
    const { life, failures, clock } = build({
      initialize: (context: ComponentContext) => start(() => context.fail(broke)),
      cleanup: () => void calls.push('cleanup'),
    });
    const outcome = await life.start();
    await clock.settle();
    const heard = outcome.kind === 'failed' ? [outcome.fault, ...failures] : failures;
    expect([outcome.kind === 'cancelled', heard]).toEqual([false, [broke]]);
    if (outcome.kind === 'up') await life.end();
    else await outcome.remainder.undone;
    expect(calls).toEqual(['cleanup']);
    expect([life.context.scope.size, life.context.signal.aborted, clock.pending]).toEqual([0, true, 0]);
  });
});

describe('the context of a life', () => {
  it('has its own id, attempt, log and listeners, which end with it', async () => {
    const heard: string[] = [];
    let context: ComponentContext | undefined;
    const { life, services, clock } = build({ initialize: (given) => void (context = given) });
    await life.start();
    const before = services.bus.listenerCount;
    const early = context?.events.on('chat.*', ({ topic }) => void heard.push(`early ${topic}`));
    context?.events.on('chat.*', ({ topic }) => void heard.push(topic));
    expect(context).toMatchObject({ id: 'part', attempt: 1 });
    services.bus.emit('twitch', happened('chat.message', { message: '' }));
    early?.[Symbol.dispose]();
    services.bus.emit('twitch', happened('chat.left', { message: '' }));
    expect(heard).toEqual(['early chat.message', 'chat.message', 'chat.left']);
    expect(context?.events.emit(happened('part.said', { message: 'Hello' }))).toMatchObject({
      source: 'part',
    });
    expect(context?.scope.size).toBe(1);
    await life.end();
    expect([services.bus.listenerCount, clock.pending]).toEqual([before, 0]);
  });

  it('is ignored once it has to stop', async () => {
    let context: ComponentContext | undefined;
    const { life, claims, failures } = build({ initialize: (given) => void (context = given) });
    const claim = { type: 'Fine', status: 'true', reason: 'Fine', message: '' } as const;
    await life.start();
    context?.setCondition(claim);
    context?.fail(broke);
    context?.fail(new Fault('test.again', 'It broke again', { kind: 'transient' }));
    await life.end();
    context?.setCondition(claim);
    expect([claims.length, failures]).toEqual([1, [broke]]);
  });
});

describe('a life that takes too long', () => {
  const hang = (): Promise<void> => new Promise(() => undefined);

  it('to start is a transient failure with its timeout', async () => {
    const { life, clock } = build({ initialize: hang });
    const start = life.start();
    await clock.advance(15_000);
    await expect(start).resolves.toMatchObject({
      kind: 'failed',
      fault: {
        code: 'lifecycle.start-timed-out',
        kind: 'transient',
        message: 'Part was not ready within 15000 ms',
      },
    });
    expect(life.context.signal.aborted).toBe(true);
  });

  it('to end, and to release its resources, has two defects, and names the lingering work', async () => {
    const { life, clock } = build({
      initialize: ({ scope }) => void scope.defer('socket', hang),
      cleanup: hang,
    });
    await life.start();
    const end = life.end();
    await clock.advance(10_000);
    const { faults, lingering } = await end;
    expect(faults.map(({ code, kind, message }) => [code, kind, message])).toEqual([
      ['lifecycle.cleanup-timed-out', 'defect', 'Part did not end within 5000 ms'],
      ['lifecycle.scope-timed-out', 'defect', 'Part did not release its resources within 5000 ms'],
    ]);
    expect(lingering).toBeInstanceOf(Promise);
  });

  it('or not: reports every failure at its end, and nothing lingers', async () => {
    const { life } = build({
      initialize: ({ scope }) =>
        void scope.defer('socket', () => {
          throw new Error('already closed');
        }),
      cleanup: () => {
        throw new TypeError('a bug');
      },
    });
    await life.start();
    const { faults, lingering } = await life.end();
    expect(faults.map(({ code }) => code)).toEqual(['lifecycle.cleanup-failed', 'scope.finalizer-failed']);
    expect(lingering).toBeNull();
  });

  it('to start is cancelled by a stop; a second stop, or one after the start, changes nothing', async () => {
    const { life, clock } = build({
      initialize: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const start = life.start();
    life.cancelStart();
    life.cancelStart();
    const outcome = await start;
    const succeeded = outcome.kind === 'cancelled' ? await outcome.remainder.ended : null;
    expect([outcome.kind, succeeded]).toEqual(['cancelled', false]);
    expect(life.context.signal.reason).toMatchObject({ code: 'lifecycle.stopping', kind: 'dependency' });
    const other = build({});
    await other.life.start();
    other.life.cancelStart();
    expect(other.life.context.signal.aborted).toBe(false);
    await other.life.end();
    expect(clock.pending).toBe(0);
  });
});
