import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import type { Component, ComponentContext } from '../component.ts';
import { createCoreHarness } from '../testing/index.ts';
import { resolveSpec } from './component-spec.ts';
import { Life } from './life.ts';

const broke = new Fault('test.broke', 'It broke', { kind: 'transient' });

const build = (component: Component) => {
  const harness = createCoreHarness();
  const failures: Fault[] = [];
  const spec = resolveSpec('group', 'part', component, { title: 'Part' });
  const life = new Life(spec, harness.createServices(), 1, {
    failed: (fault) => failures.push(fault),
    claimed: () => undefined,
  });
  return { ...harness, life, failures };
};

describe('a life that says it is over in the very turn in which its start succeeds', () => {
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
  ])('%s: is heard once, and cleaned up once', async (_when, start) => {
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
    expect([life.held, life.context.signal.aborted, clock.pending]).toEqual([0, true, 0]);
  });
});
