import { describe, expect, it } from 'vitest';
import { createScriptedSystem, needsOf, type ScriptedSystem } from '../testing/scripted-system.ts';

/** Commands during a stop or a start in progress: the last command wins. */

const slowToStop = () => {
  const show = createScriptedSystem({ show: { obs: {}, scenes: {} } });
  show.part('obs').stops.push('hang');
  return show;
};

const end = async (show: ScriptedSystem): Promise<void> => {
  await show.clock.advance(1_000);
  show.part('obs').release();
  await show.clock.advance(1_000);
};

describe('an orchestrator that is stopping', () => {
  it('stays down when its restart is followed by a stop', async () => {
    const show = slowToStop();
    await show.system.start();
    const restart = show.system.command('restart', 'show');
    const stop = show.system.command('stop', 'show');
    await end(show);
    await expect(stop).resolves.toMatchObject({ value: { result: 'settled' } });
    await expect(restart).resolves.toMatchObject({
      value: { result: 'failed', message: 'show was switched off in the meantime' },
    });
    expect(show.states()).toEqual({ show: 'stopped', obs: 'stopped', scenes: 'stopped' });
  });

  it('stays down when the whole system stops during its restart', async () => {
    const show = slowToStop();
    await show.system.start();
    const restart = show.system.command('restart', 'show');
    const stop = show.system.stop();
    await end(show);
    await Promise.all([stop, restart]);
    await show.clock.advance(60_000);
    expect(show.states()).toEqual({ show: 'stopped', obs: 'stopped', scenes: 'stopped' });
    expect(show.part('scenes').calls).toEqual(['initialize', 'up', 'cleanup']);
  });

  it('stays down when a start and another stop follow, and cancels the start', async () => {
    const show = slowToStop();
    await show.system.start();
    const stops = [show.system.stop()];
    const start = show.system.start();
    stops.push(show.system.stop());
    await end(show);
    await Promise.all(stops);
    expect((await start).get('show')).toMatchObject({
      ok: false,
      error: { code: 'lifecycle.start-cancelled' },
    });
    expect(show.view('show').state).toBe('stopped');
  });

  it('starts when a stop is followed by two starts, and reports the outcome to both', async () => {
    const show = slowToStop();
    await show.system.start();
    const stop = show.system.stop();
    const starts = [show.system.start(), show.system.start()];
    await end(show);
    await stop;
    for (const start of starts) expect((await start).get('show')).toMatchObject({ ok: true });
    expect(show.view('show').state).toBe('running');
    expect(show.part('scenes').calls).toEqual(['initialize', 'up', 'cleanup', 'initialize', 'up']);
  });

  it('restarts completely when one of its components is started during its restart', async () => {
    const show = slowToStop();
    await show.system.start();
    const restart = show.system.command('restart', 'show');
    const start = show.system.command('start', 'obs');
    await end(show);
    await Promise.all([restart, start]);
    expect(show.states()).toEqual({ show: 'running', obs: 'running', scenes: 'running' });
  });
});

describe('a command that another one cancels', () => {
  it('to stop a component ends as soon as the component is started again', async () => {
    const show = createScriptedSystem({ show: { obs: {}, scenes: needsOf('obs') } });
    await show.system.start();
    show.part('obs').stops.push('hang');
    const stop = show.system.command('stop', 'obs');
    await show.clock.advance(1_000);
    const start = show.system.command('start', 'obs');
    await expect(stop).resolves.toMatchObject({
      value: { result: 'failed', message: 'obs was started again in the meantime', elapsedMs: 1_000 },
    });
    show.part('obs').release();
    await expect(start).resolves.toMatchObject({ value: { result: 'settled' } });
  });

  it('to start an orchestrator ends as soon as the orchestrator is stopped', async () => {
    const show = createScriptedSystem({ show: { obs: {} } });
    show.part('obs').starts.push('wait');
    const start = show.system.command('start', 'show');
    await show.clock.advance(1_000);
    const stop = show.system.command('stop', 'show');
    await expect(start).resolves.toMatchObject({
      value: { result: 'failed', message: 'show was switched off in the meantime', elapsedMs: 1_000 },
    });
    await expect(stop).resolves.toMatchObject({ value: { result: 'settled' } });
  });
});
