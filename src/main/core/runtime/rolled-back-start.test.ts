import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createScriptedSystem, type ScriptedSystem } from '../testing/scripted-system.ts';

/**
 * An orchestrator with a rolled-back start waits for the same event as its failed component, and the same
 * events end the wait.
 */

const bridge = { kind: 'bridge' } as const;
const away = new Fault('store.away', 'The disk is away', { kind: 'transient', retryAfterMs: 50_000 });
const refused = new Fault('store.refused', 'The key is refused', { kind: 'authentication' });

/** The store is essential, OBS is not. */
const rolledBackBy = async (fault: unknown): Promise<ScriptedSystem> => {
  const show = createScriptedSystem({ show: { store: {}, obs: bridge } });
  show.part('store').starts.push({ fail: fault });
  await show.system.start();
  expect(show.view('show').state).toBe('failed');
  return show;
};
const running = { show: 'running', store: 'running', obs: 'running' };

describe('an orchestrator with a rolled-back start', () => {
  it('is retried soon after a wake-up, when it waits for a retry', async () => {
    const show = await rolledBackBy(away);
    show.system.notifyWake('the lid was opened');
    await show.clock.advance(2_000);
    expect(show.states()).toEqual(running);
  });

  it('is retried by a probe of itself or of the failed component, which waits for the outcome', async () => {
    for (const id of ['show', 'store']) {
      const show = await rolledBackBy(away);
      await show.system.probe(id);
      expect(show.states()).toEqual(running);
    }
  });

  it('is retried when a secret of the failed component was changed, under its own id or its orchestrator’s', async () => {
    for (const id of ['show', 'store']) {
      const show = await rolledBackBy(refused);
      expect(show.view('show').waiting?.for).toBe('sign-in');
      show.system.notifySettingsChanged(id);
      await show.clock.settle();
      expect(show.states()).toEqual(running);
    }
  });

  it('is not retried for a secret of another component', async () => {
    const show = await rolledBackBy(refused);
    show.system.notifySettingsChanged('obs');
    await show.clock.settle();
    expect(show.view('show').waiting?.for).toBe('sign-in');
    expect(show.part('store').calls).toEqual(['initialize']);
  });

  it('stays quarantined after a wake-up while another component waits for a retry', async () => {
    const show = createScriptedSystem({ show: { store: {}, obs: bridge } });
    show.part('obs').starts.push({ fail: away });
    // The bridge has failed and is waiting before the store fails.
    for (let times = 0; times < 5; times++) show.part('store').starts.push({ fail: new TypeError('a bug') });
    await show.system.start();
    await show.clock.advance(40_000);
    expect(show.view('show').state).toBe('quarantined');
    show.system.notifyWake('the lid was opened');
    await show.clock.advance(2_000);
    expect(show.view('show').state).toBe('quarantined');
    expect(show.part('store').calls).toHaveLength(5);
    await show.system.command('start', 'obs');
    expect(show.states()).toEqual(running);
  });
});
