import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createScriptedSystem, needsOf } from '../testing/scripted-system.ts';

describe('a listener to changes that throws', () => {
  it('keeps nothing from starting, stopping and being told to the others; it is logged', async () => {
    const show = createScriptedSystem({ show: { obs: {}, scenes: needsOf('obs') } });
    const heard: string[] = [];
    using _broken = show.system.onChange(() => {
      throw new Error('the drawing broke');
    });
    using _whole = show.system.onChange((change) => {
      if (change.kind === 'component') heard.push(change.id);
    });
    await show.system.start();
    expect(show.states()).toEqual({ show: 'running', obs: 'running', scenes: 'running' });
    expect(new Set(heard)).toEqual(new Set(['show', 'obs', 'scenes']));
    show.part('obs').breakDown(new Fault('obs.lost', 'OBS is gone', { kind: 'transient' }));
    await show.clock.advance(60_000);
    expect(show.view('scenes').state).toBe('running');
    await show.system.stop();
    expect(show.states()).toEqual({ show: 'stopped', obs: 'stopped', scenes: 'stopped' });
    const [line] = show.lines.filter(({ level }) => level === 'error');
    expect(line).toMatchObject({ logger: 'test.publisher', message: 'A listener to changes failed' });
  });
});
