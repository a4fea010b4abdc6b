import { describe, expect, it } from 'vitest';
import { err, Fault, ok, Scope } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { SettingsSection, RunMode } from '#shared/model/index.ts';
import { createModeSwitch, createQuit } from './mode.ts';

const section: SettingsSection = {
  path: 'program',
  title: 'Program',
  description: 'How Cuelight itself runs.',
  schema: {},
  values: {},
  layers: {},
  secrets: [],
  testTarget: null,
};

const rig = (refusal?: Fault, slowDisk = false) => {
  const clock = createFakeClock();
  const scope = new Scope('test');
  const kept: unknown[] = [];
  const disk = Promise.withResolvers<void>();
  if (!slowDisk) disk.resolve();
  const begun: RunMode[] = [];
  const switchMode = createModeSwitch({
    store: {
      patch: async (path, values) => {
        if (refusal) return err(refusal);
        kept.push([path, values]);
        return ok({ section, impact: { live: [], restarts: [] } });
      },
    },
    clock,
    scope,
    whenDurable: () => disk.promise,
    current: 'rehearsal',
    onSwitch: (mode) => begun.push(mode),
  });
  return { clock, scope, kept, begun, disk, switchMode };
};

describe('switching the mode', () => {
  it('stores the choice, and notifies the host after the answer had time to leave', async () => {
    const { clock, kept, begun, switchMode } = rig();
    expect((await switchMode('live')).ok).toBe(true);
    expect(kept).toEqual([['program', { mode: 'live' }]]);
    expect(begun).toEqual([]);
    await clock.advance(200);
    expect(begun).toEqual(['live']);
  });

  it('waits until the choice is on disk, however long that takes', async () => {
    const { clock, begun, disk, switchMode } = rig(undefined, true);
    const answer = switchMode('live');
    await clock.advance(5_000);
    expect(begun).toEqual([]);
    disk.resolve();
    expect((await answer).ok).toBe(true);
    expect(begun).toEqual([]);
    await clock.advance(200);
    expect(begun).toEqual(['live']);
  });

  it('changes nothing when the mode is the current one', async () => {
    const { kept, switchMode } = rig();
    const answer = await switchMode('rehearsal');
    expect(answer.ok ? null : answer.error.code).toBe('program.mode-unchanged');
    expect(kept).toEqual([]);
  });

  it('stays in its mode when the choice cannot be stored', async () => {
    const full = new Fault('settings.not-saved', 'The disk is full.', { kind: 'transient' });
    const { clock, begun, switchMode } = rig(full);
    expect(await switchMode('live')).toEqual(err(full));
    await clock.advance(1_000);
    expect(begun).toEqual([]);
  });

  it('cancels the switch when the program stops in between', async () => {
    const { clock, scope, begun, switchMode } = rig();
    await switchMode('live');
    await scope.close();
    await clock.advance(1_000);
    expect(begun).toEqual([]);
  });
});

describe('quitting', () => {
  const build = (canQuit: boolean) => {
    const clock = createFakeClock();
    const scope = new Scope('test');
    let quits = 0;
    const quit = createQuit({ clock, scope, onQuit: canQuit ? () => (quits += 1) : undefined });
    return { clock, scope, quit, quits: () => quits };
  };

  it('asks the host after the answer had time to leave', async () => {
    const { clock, quit, quits } = build(true);
    expect(quit().ok).toBe(true);
    expect(quits()).toBe(0);
    await clock.advance(200);
    expect(quits()).toBe(1);
  });

  it('leaves no timer when the program stops in between', async () => {
    const { clock, scope, quit, quits } = build(true);
    quit();
    await scope.close();
    await clock.advance(1_000);
    expect([quits(), clock.pending]).toEqual([0, 0]);
  });

  it('is refused by a host that cannot quit', () => {
    const answer = build(false).quit();
    expect(answer.ok ? null : answer.error.code).toBe('program.cannot-quit');
  });
});
