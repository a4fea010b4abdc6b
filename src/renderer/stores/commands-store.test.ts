import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { ActionPlan, CommandOutcome } from '#shared/model/index.ts';
import { createCommandsStore, type CommandStatus } from './commands-store.ts';

const step = (componentId: string, operation: 'start' | 'stop' = 'stop') => ({
  componentId,
  title: componentId,
  operation,
  wave: 0,
  expectedMs: null,
});
const planOf = (change: Partial<ActionPlan>): ActionPlan => ({
  action: 'stop',
  target: 'obs:main',
  steps: [step('obs:main')],
  alsoStops: [],
  losesConnection: [],
  expectedMs: null,
  ...change,
});

const setUp = (plan: ActionPlan, result: CommandOutcome['result'] = 'settled') => {
  const ran: string[] = [];
  const ended: CommandStatus[] = [];
  const store = createCommandsStore({
    plan: async () => plan,
    command: async (action, target) => {
      ran.push(`${action} ${target}`);
      const message = `${target} was seen.`;
      return { result: { commandId: '1', action, target, result, message, elapsedMs: 1 }, message };
    },
    clock: createFakeClock(),
    onEnd: (record) => ended.push(record),
  });
  return { store, ran, ended };
};

describe('a command', () => {
  it.each<[string, ActionPlan, boolean]>([
    ['touches nobody else', planOf({}), false],
    ['leaves others in the dark', planOf({ alsoStops: [{ componentId: 'show', title: 'Show' }] }), true],
    ['stops a group with its parts', planOf({ steps: [step('commands'), step('obs:main')] }), true],
    [
      'restarts a group with its parts',
      planOf({ action: 'restart', steps: [step('commands'), step('commands', 'start')] }),
      true,
    ],
    [
      'starts a group with its parts',
      planOf({ action: 'start', steps: [step('commands', 'start'), step('obs:main', 'start')] }),
      false,
    ],
  ])('that %s waits for a yes: %#', async (_what, plan, waits) => {
    const { store, ran } = setUp(plan);
    await store.getState().request(plan.action, plan.target);
    expect(store.getState().pending).toEqual(waits ? plan : null);
    expect(ran).toEqual(waits ? [] : [`${plan.action} obs:main`]);
  });

  it('runs after the confirmation, and not after a cancel', async () => {
    const plan = planOf({ alsoStops: [{ componentId: 'show', title: 'Show' }] });
    const { store, ran } = setUp(plan);
    await store.getState().request('stop', 'obs:main');
    store.getState().cancel();
    await store.getState().confirm();
    expect(ran).toEqual([]);
    await store.getState().request('stop', 'obs:main');
    await store.getState().confirm();
    expect(ran).toEqual(['stop obs:main']);
    expect(store.getState().pending).toBeNull();
  });

  it.each(['settled', 'timed-out', 'failed'] as const)(
    'that %s is reported with the observed state',
    async (result) => {
      const { store, ended } = setUp(planOf({}), result);
      await store.getState().request('stop', 'obs:main');
      expect(ended).toMatchObject([{ phase: result, message: 'obs:main was seen.' }]);
      expect(store.getState().byTarget.get('obs:main')?.phase).toBe(result);
    },
  );
});
