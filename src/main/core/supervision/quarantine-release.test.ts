import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createScriptedSystem, needsOf, type ScriptedSystem } from '../testing/scripted-system.ts';

/** Events that reset the defect budget of a component or an orchestrator, and events that do not. */

const bug = (): TypeError => new TypeError('a bug');
const bridge = { kind: 'bridge' } as const;

const failing = async (times: number): Promise<ScriptedSystem> => {
  const show = createScriptedSystem({ show: { obs: bridge } });
  for (let time = 0; time < times; time++) show.part('obs').starts.push({ fail: bug() });
  await show.system.start();
  return show;
};
const usedOf = (show: ScriptedSystem, id = 'obs'): number => show.view(id).supervision.budget.used;

describe('a component in quarantine', () => {
  const quarantined = async (): Promise<ScriptedSystem> => {
    const show = await failing(5);
    await show.clock.advance(15_000);
    expect([show.view('obs').state, usedOf(show)]).toEqual(['quarantined', 5]);
    return show;
  };

  it.each<[string, (show: ScriptedSystem) => unknown]>([
    ['a start by hand', ({ system }) => system.command('start', 'obs')],
    ['a restart by hand', ({ system }) => system.command('restart', 'obs')],
    ['a change of its settings', ({ system }) => system.notifySettingsChanged('obs')],
    ['a probe', ({ system }) => system.probe('obs')],
  ])('has its full budget again after %s', async (_, giveChance) => {
    const show = await quarantined();
    show.part('obs').starts.push({ fail: bug() });
    const done = giveChance(show);
    await show.clock.settle();
    expect([show.view('obs').waiting?.for, usedOf(show)]).toEqual(['retry', 1]);
    await show.clock.advance(15_000);
    expect(show.view('obs').state).toBe('running');
    await done;
  });

  it('is not released by a wake-up of the machine', async () => {
    const show = await quarantined();
    show.system.notifyWake('the lid was opened');
    await show.clock.advance(600_000);
    expect(show.view('obs').state).toBe('quarantined');
    expect(show.part('obs').calls).toHaveLength(5);
  });
});

describe('a component that waits for a retry', () => {
  it('is retried at once after a wake-up, and keeps its defect count', async () => {
    const show = await failing(3);
    show.part('obs').starts.push({
      fail: new Fault('obs.bug', 'a bug', { kind: 'defect', retryAfterMs: 30_000 }),
    });
    show.part('obs').starts.push({ fail: bug() });
    await show.clock.advance(5_000);
    expect([show.view('obs').waiting?.for, usedOf(show)]).toEqual(['retry', 4]);
    show.system.notifyWake('the lid was opened');
    await show.clock.advance(2_000);
    expect([show.view('obs').waiting?.for, usedOf(show)]).toEqual(['operator', 5]);
  });
});

describe('a component that stopped with its requirement', () => {
  it('was not ready in the meantime, so its defects are not cleared', async () => {
    const show = createScriptedSystem({ show: { obs: bridge, scenes: { ...bridge, ...needsOf('obs') } } });
    show.part('scenes').starts.push({ fail: bug() });
    await show.system.start();
    await show.clock.advance(5_000);
    show.part('obs').breakDown(new Fault('obs.wrong', 'The address is wrong', { kind: 'configuration' }));
    await show.clock.advance(900_000);
    expect(show.view('scenes')).toMatchObject({ state: 'stopped', supervision: { evidence: { length: 1 } } });
    await show.system.command('start', 'obs');
    await show.clock.settle();
    expect(show.view('scenes')).toMatchObject({ state: 'running', supervision: { evidence: { length: 1 } } });
    await show.clock.advance(600_000);
    expect(show.view('scenes').supervision.evidence).toEqual([]);
  });
});

describe('an orchestrator that starts afresh', () => {
  it('clears the failures of its components from the previous run', async () => {
    const show = await failing(2);
    await show.clock.advance(5_000);
    expect(show.view('obs').supervision).toMatchObject({ restarts: 2, lastFailure: { message: 'a bug' } });
    await show.system.command('stop', 'show');
    await show.system.command('start', 'show');
    expect(show.view('obs').supervision).toMatchObject({
      restarts: 0,
      attempt: 0,
      lastFailure: null,
      evidence: [],
      budget: { used: 0 },
    });
  });

  it('has its full budget again when it is started by hand out of quarantine', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    for (let time = 0; time < 6; time++) show.part('store').starts.push({ fail: bug() });
    await show.system.start();
    expect(show.view('show').supervision.lastFailure).toMatchObject({ message: 'a bug', kind: 'defect' });
    await show.clock.advance(30_000);
    expect([show.view('show').state, usedOf(show, 'show')]).toEqual(['quarantined', 5]);
    await show.system.command('start', 'show');
    expect([show.view('show').state, usedOf(show, 'show')]).toEqual(['failed', 1]);
    await show.clock.advance(30_000);
    expect(show.view('show')).toMatchObject({ state: 'running', supervision: { attempt: 0 } });
  });

  it('that is stopped while it waits for a retry waits no longer', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    show.part('store').starts.push({ fail: bug() });
    await show.system.start();
    expect(show.view('show').waiting?.for).toBe('retry');
    await show.system.command('stop', 'show');
    expect(show.view('show')).toMatchObject({ waiting: null, state: 'stopped' });
    await show.clock.advance(60_000);
    expect(show.part('store').calls).toEqual(['initialize']);
  });
});
