import { describe, expect, it } from 'vitest';
import { createCountingIds, Emitter, err, Fault, ok } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { FakeSystem } from '#main/gateway/testing/fake-system.ts';
import type { SettingsTrial as TrialView, SettingsImpact } from '#shared/model/index.ts';
import type { SettingsChange } from './settings-change.ts';
import { SettingsTrial } from './settings-trial.ts';

/** A store of one text that reports changes like the real store. */
const createStore = () => {
  const listeners = new Emitter<[change: SettingsChange, impact: SettingsImpact]>();
  let document = 'first';
  let refusal: Fault | null = null;
  const users: Readonly<Record<string, readonly string[]>> = {
    'chat-presence.obs': ['obs:main'],
    'chat-presence.discord': ['discord'],
  };
  const tell = (paths: readonly string[], origin: SettingsChange['origin']): void => {
    const sections = paths.map((path) => ({ path, keys: ['address'], values: {} }));
    const restarts = paths.flatMap((path) => users[path] ?? []);
    listeners.emit({ sections, origin }, { live: [], restarts });
  };
  return {
    store: {
      exportDocument: () => document,
      onBeforeApply: (listener: (change: SettingsChange, impact: SettingsImpact) => void) => {
        return listeners.on(listener);
      },
      importDocument: async (text: string) => {
        if (refusal) return err(refusal);
        document = text;
        tell(['chat-presence.obs'], 'returned');
        return ok({ live: [], restarts: [] });
      },
    },
    document: () => document,
    change: (
      text: string,
      paths: string | readonly string[] = 'chat-presence.obs',
      origin: SettingsChange['origin'] = 'operator',
    ) => {
      document = text;
      tell([paths].flat(), origin);
    },
    refuse: (fault: Fault) => {
      refusal = fault;
    },
  };
};

const createRig = (limitMs = 60_000) => {
  const clock = createFakeClock(1_000);
  const system = new FakeSystem(clock, createCountingIds());
  const settings = createStore();
  const shown: (TrialView | null)[] = [];
  const trial = new SettingsTrial({
    store: settings.store,
    system,
    clock,
    limitMs: () => limitMs,
    titleOf: (path) => ({ 'chat-presence.obs': 'OBS', 'chat-presence.discord': 'Discord' })[path] ?? path,
    onTrial: (view) => shown.push(view),
  });
  return {
    clock,
    system,
    settings,
    trial,
    shown,
    topics: () => system.events.records.map(({ topic }) => topic),
    lastEvent: () => system.events.records.at(-1)?.message,
  };
};

describe('the trial of a change', () => {
  it('rolls the change back when a component does not recover in time, and reports it', async () => {
    const { clock, system, settings, shown, topics, lastEvent } = createRig();
    settings.change('second');
    expect(shown).toEqual([
      {
        startedAt: 1_000,
        deadlineAt: 61_000,
        sections: ['OBS'],
        waitingFor: [{ id: 'obs:main', title: 'OBS' }],
      },
    ]);
    system.set('obs:main', 'failed', 'unhealthy', 'OBS refused the password.');
    await clock.advance(59_999);
    expect(settings.document()).toBe('second');
    await clock.advance(1);
    expect(settings.document()).toBe('first');
    expect(topics()).toEqual(['settings.returned']);
    expect(lastEvent()).toBe(
      'The change to OBS was rolled back: OBS did not recover within 60 s. The previous settings are active again.',
    );
    expect(shown.at(-1)).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('keeps the change when every component is up at the deadline', async () => {
    const { clock, system, settings, topics } = createRig();
    settings.change('second');
    system.set('obs:main', 'failed', 'unhealthy');
    await clock.advance(30_000);
    system.set('obs:main', 'running', 'degraded');
    await clock.advance(30_000);
    expect(settings.document()).toBe('second');
    expect(topics()).toEqual(['settings.kept']);
  });

  it('keeps the change on request, whatever happens later', async () => {
    const { clock, system, settings, trial, topics, lastEvent } = createRig();
    expect(trial.confirm()).toBe(false);
    settings.change('second');
    system.set('obs:main', 'failed', 'unhealthy');
    expect(trial.confirm()).toBe(true);
    await clock.advance(120_000);
    expect(settings.document()).toBe('second');
    expect(topics()).toEqual(['settings.kept']);
    expect(lastEvent()).toBe('The change to OBS was kept on request.');
  });

  it('continues with a second change, and rolls back to before the first', async () => {
    const { clock, system, settings, shown } = createRig();
    settings.change('second');
    await clock.advance(40_000);
    settings.change('third', 'chat-presence.discord');
    expect(shown.at(-1)).toMatchObject({ deadlineAt: 101_000, sections: ['OBS', 'Discord'] });
    system.set('discord', 'failed', 'unhealthy');
    await clock.advance(60_000);
    expect(settings.document()).toBe('first');
  });

  it('rolls back all sections of a change, even when the first restarts nothing', async () => {
    const { clock, system, settings, shown } = createRig();
    settings.change('second', ['program', 'chat-presence.obs'], 'imported');
    expect(shown.at(-1)).toMatchObject({ sections: ['program', 'OBS'] });
    system.set('obs:main', 'failed', 'unhealthy');
    await clock.advance(60_000);
    expect(settings.document()).toBe('first');
  });

  it('ignores a component that was stopped or removed meanwhile', async () => {
    const { clock, system, settings, topics } = createRig();
    settings.change('second');
    settings.change('third', 'chat-presence.discord');
    system.set('obs:main', 'stopped', 'unknown');
    system.remove('discord');
    await clock.advance(60_000);
    expect(settings.document()).toBe('third');
    expect(topics()).toEqual(['settings.kept']);
  });

  it('reports a failed rollback', async () => {
    const { clock, system, settings, topics, lastEvent } = createRig();
    settings.change('second');
    system.set('obs:main', 'failed', 'unhealthy');
    settings.refuse(new Fault('settings.not-saved', 'The disk is full.', { kind: 'transient' }));
    await clock.advance(60_000);
    expect(topics()).toEqual(['settings.not-returned']);
    expect(lastEvent()).toContain('The disk is full.');
  });
});

describe('the start of a trial', () => {
  it.each([
    { name: 'comes while trials are off', limitMs: 0, path: 'chat-presence.obs', before: 'healthy' as const },
    { name: 'restarts nothing', limitMs: 60_000, path: 'data', before: 'healthy' as const },
    {
      name: 'restarts a component that was unhealthy before',
      limitMs: 60_000,
      path: 'chat-presence.obs',
      before: 'unhealthy' as const,
    },
  ])('does not happen when the change $name', async ({ limitMs, path, before }) => {
    const { clock, system, settings, shown } = createRig(limitMs);
    system.set('obs:main', 'running', before);
    settings.change('second', path);
    system.set('obs:main', 'failed', 'unhealthy');
    await clock.advance(3_600_000);
    expect(shown).toEqual([]);
    expect(settings.document()).toBe('second');
  });

  it('does not roll back after disposal', async () => {
    const { clock, settings, trial, system } = createRig();
    settings.change('second');
    system.set('obs:main', 'failed', 'unhealthy');
    trial[Symbol.dispose]();
    await clock.advance(120_000);
    expect(settings.document()).toBe('second');
    expect(clock.pending).toBe(0);
    expect(system.listenerCount).toBe(0);
  });
});
