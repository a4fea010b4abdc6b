import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { problemCount } from '#shared/model/index.ts';
import type { Intervention } from '../component.ts';
import type { ComponentOptions } from '../runtime/component-spec.ts';
import { createScriptedSystem, needsOf, type ScriptedSystem } from '../testing/scripted-system.ts';

const bridge = { kind: 'bridge' } as const;
const lost = (what: string): Fault =>
  new Fault(`${what}.lost`, `${what} disconnected.`, { kind: 'transient' });
const broken = (message: string) =>
  ({ type: 'Connected', status: 'false', reason: 'LinkClosed', message }) as const;
const fine = { type: 'Connected', status: 'true', reason: 'Up', message: 'Connected.' } as const;

/**
 * The rehearsal's servers with three bridges that have an optional need on them, and a component that watches
 * a bridge.
 */
const createShow = () =>
  createScriptedSystem({
    desk: { rehearsal: {}, journal: {} },
    chat: {
      discord: { ...bridge, ...needsOf('rehearsal?'), audience: 'community' },
      obs: { ...bridge, ...needsOf('rehearsal?'), audience: 'stream' },
      auth: { ...bridge, audience: 'account' },
      twitch: { ...bridge, ...needsOf('rehearsal?', 'auth?'), audience: 'chat' },
    },
    fsm: { show: needsOf('obs?') },
  });

const startShow = async (): Promise<ScriptedSystem> => {
  const show = createShow();
  await show.system.start();
  return show;
};
/** The show after its rehearsal was stopped. */
const startWithoutRehearsal = async (actor = 'window'): Promise<ScriptedSystem> => {
  const show = await startShow();
  await show.system.command('stop', 'rehearsal', { actor });
  return show;
};
/** Discord loses its connection within its life. */
const disconnectDiscord = (show: ScriptedSystem): void =>
  show.part('discord').context?.setCondition(broken('Discord disconnected – reconnecting.'));
const problemsOf = ({ system }: ScriptedSystem): readonly string[] =>
  system.verdict().problems.map(({ componentId }) => componentId);

describe('a bridge whose optional need was stopped', () => {
  it('is collateral of the need while it loses its connection within its life', async () => {
    const show = await startWithoutRehearsal();
    disconnectDiscord(show);
    await show.clock.settle();
    expect(show.view('discord').cause).toMatchObject({
      componentId: 'rehearsal',
      message: 'rehearsal was stopped by you',
    });
    expect(show.system.verdict()).toMatchObject({
      headline: 'rehearsal was stopped by you',
      causeId: 'rehearsal',
      collateral: ['discord'],
      action: { kind: 'start-component', target: 'rehearsal' },
    });
    expect(problemCount(show.system.verdict())).toBe(1);
  });

  it('is collateral of the need when its life ends, and while it retries', async () => {
    const show = await startWithoutRehearsal('api');
    show
      .part('discord')
      .starts.push({ fail: lost('Discord') }, { fail: lost('Discord') }, { fail: lost('Discord') });
    show.part('discord').breakDown(lost('Discord'));
    await show.clock.settle();
    expect(problemsOf(show)).toEqual(['rehearsal']);
    await show.clock.advance(500);
    expect(problemsOf(show)).toEqual(['rehearsal']);
    expect(show.system.verdict().headline).toBe('rehearsal was stopped by a command from the API');
  });

  it('is its own root cause when it had problems before', async () => {
    const show = await startShow();
    disconnectDiscord(show);
    await show.clock.advance(1_000);
    await show.system.command('stop', 'rehearsal', { actor: 'window' });
    await show.clock.settle();
    expect(problemsOf(show)).toEqual(['discord']);
  });

  it('is its own root cause when it became healthy without it and broke later', async () => {
    const show = await startWithoutRehearsal();
    disconnectDiscord(show);
    await show.clock.advance(1_000);
    show.part('discord').context?.setCondition(fine);
    await show.clock.advance(1_000);
    disconnectDiscord(show);
    await show.clock.settle();
    expect(problemsOf(show)).toEqual(['discord']);
  });

  it('is its own root cause when it breaks long after', async () => {
    const show = await startShow();
    await show.system.command('stop', 'auth', { actor: 'window' });
    await show.clock.advance(600_000);
    show.part('twitch').context?.setCondition(broken('Twitch chat disconnected.'));
    await show.clock.settle();
    expect(problemsOf(show)).toEqual(['twitch']);
  });

  it.each(['configuration', 'defect'] as const)(
    'is its own root cause when its fault is a %s',
    async (kind) => {
      const show = await startWithoutRehearsal();
      show.part('discord').breakDown(new Fault('discord.bad', 'Discord knows no such channel.', { kind }));
      await show.clock.settle();
      expect(problemsOf(show)).toEqual(['discord']);
    },
  );

  it('is healthy again, with no problem left, when the need runs again', async () => {
    const show = await startWithoutRehearsal();
    disconnectDiscord(show);
    await show.system.command('start', 'rehearsal', { actor: 'window' });
    show.part('discord').context?.setCondition(fine);
    await show.clock.settle();
    expect(show.system.verdict()).toMatchObject({ level: 'healthy', problems: [] });
    expect(show.view('rehearsal').stoppedBy).toBeNull();
  });
});

describe('a component that watches what bridges run over', () => {
  const watched: Partial<ComponentOptions> = {
    ...bridge,
    needs: [{ id: 'network', required: false, waits: false, watches: true }],
  };
  const offline = new Fault('network.none', 'This PC has no network connection. Check the cable.', {
    kind: 'transient',
  });
  const createWatchedShow = () =>
    createScriptedSystem({
      desk: { network: {} },
      chat: { twitch: watched, discord: watched, obs: bridge },
    });

  it('explains trouble from seconds before its own failure, and from long after', async () => {
    const show = createWatchedShow();
    await show.system.start();
    show.part('twitch').context?.setCondition(broken('Twitch chat disconnected.'));
    await show.clock.advance(10_000);
    expect(problemsOf(show)).toEqual(['twitch']);
    show.part('network').starts.push(...Array.from({ length: 200 }, () => ({ fail: offline })));
    show.part('network').breakDown(offline);
    await show.clock.advance(120_000);
    disconnectDiscord(show);
    await show.clock.settle();
    expect(show.system.verdict()).toMatchObject({
      headline: 'This PC has no network connection',
      detail: 'Check the cable. Also affects: twitch, discord.',
      causeId: 'network',
      collateral: ['twitch', 'discord'],
    });
    expect(problemCount(show.system.verdict())).toBe(1);
  });

  it('explains a component that never ran when it has not run either', async () => {
    const show = createWatchedShow();
    show.part('network').starts.push({ fail: offline }, { fail: offline }, { fail: offline });
    show.part('twitch').starts.push({ fail: lost('Twitch') }, { fail: lost('Twitch') });
    await show.system.start();
    await show.clock.settle();
    expect(problemsOf(show)).toEqual(['network']);
    expect(show.view('twitch').cause?.componentId).toBe('network');
  });

  it('explains neither trouble from long before, nor components without a need on it', async () => {
    const show = createWatchedShow();
    await show.system.start();
    disconnectDiscord(show);
    await show.clock.advance(20_000);
    show.part('network').starts.push({ fail: offline }, { fail: offline });
    show.part('network').breakDown(offline);
    show.part('obs').context?.setCondition(broken('OBS disconnected.'));
    await show.clock.settle();
    expect(problemsOf(show).toSorted()).toEqual(['discord', 'network', 'obs']);
  });

  it('explains nothing by being stopped: the watched thing is unaffected', async () => {
    const show = createWatchedShow();
    await show.system.start();
    const plan = show.system.plan('stop', 'network');
    expect(plan.ok && plan.value.losesConnection).toEqual([]);
    await show.system.command('stop', 'network', { actor: 'window' });
    disconnectDiscord(show);
    await show.clock.settle();
    expect(problemsOf(show)).toEqual(['discord']);
  });
});

describe('an optional need that was never there', () => {
  it('is not blamed for a bridge that fails from the start', async () => {
    const show = createScriptedSystem({
      chat: { auth: { ...bridge, enabled: () => false }, twitch: { ...bridge, ...needsOf('auth?') } },
    });
    show.part('twitch').starts.push({ fail: lost('Twitch chat') });
    await show.system.start();
    expect(problemsOf(show)).toEqual(['twitch']);
    expect(show.view('auth').stoppedBy).toMatchObject({ by: 'settings' });
  });
});

describe('a component that cannot see what it follows', () => {
  it('is waiting for the bridge that a person stopped, through every optional need', async () => {
    const show = await startShow();
    await show.system.command('stop', 'obs', { actor: 'browser' });
    show.part('show').context?.setCondition({
      type: 'Observed',
      status: 'unknown',
      reason: 'ObsNotSeen',
      message: 'OBS cannot be seen.',
    });
    await show.clock.settle();
    expect(show.system.verdict()).toMatchObject({
      level: 'degraded',
      headline: 'obs was stopped by you',
      detail: 'show is waiting for it.',
    });
  });

  it('follows the chain to the end: the show, OBS, and the rehearsal that was stopped', async () => {
    const show = await startShow();
    await show.system.command('stop', 'desk', { actor: 'window' });
    show.part('obs').breakDown(lost('OBS'));
    show.part('obs').starts.push({ fail: lost('OBS') });
    show.part('show').context?.setCondition({
      type: 'Observed',
      status: 'unknown',
      reason: 'ObsNotSeen',
      message: 'OBS cannot be seen.',
    });
    await show.clock.settle();
    expect(show.view('show').cause?.componentId).toBe('rehearsal');
    expect(show.system.verdict()).toMatchObject({
      headline: 'desk was stopped by you',
      action: { kind: 'start-component', label: 'Start desk', target: 'desk' },
    });
    expect(problemCount(show.system.verdict())).toBe(1);
  });
});

describe('a component that was never set up', () => {
  const missing = new Fault('twitch.channel-missing', 'No Twitch channel is set. Enter one.', {
    kind: 'configuration',
    notSetUp: true,
    action: { kind: 'open-settings', label: 'Enter the Twitch channel', target: 'chat-presence.twitch' },
  });
  const createUnset = (fault: Fault = missing) => {
    const show = createScriptedSystem({
      chat: { twitch: bridge, api: { ...bridge, ...needsOf('twitch') } },
      desk: { journal: {} },
    });
    show.part('twitch').starts.push({ fail: fault }, { fail: fault }, { fail: fault });
    return show;
  };
  const topicsOf = ({ system }: ScriptedSystem, id: string): readonly string[] =>
    system.events
      .recent('component.*', 200)
      .filter(({ source }) => source === id)
      .map(({ topic }) => topic);

  it('is neutral: idle, unknown, with the setting to make, and nothing has failed', async () => {
    const show = createUnset();
    await show.system.start();
    await show.clock.settle();
    expect(show.view('twitch')).toMatchObject({
      notSetUp: true,
      state: 'idle',
      health: { level: 'unknown', summary: 'No Twitch channel is set. Enter one.' },
      waiting: { for: 'settings' },
    });
    expect(show.view('api')).toMatchObject({
      notSetUp: false,
      state: 'idle',
      health: { level: 'unknown', summary: 'Waiting for twitch, which is not set up' },
    });
    expect(topicsOf(show, 'twitch')).not.toContain('component.failed');
    expect(topicsOf(show, 'twitch')).toContain('component.not-set-up');
    expect(show.system.verdict()).toMatchObject({
      level: 'unknown',
      headline: 'Nothing is set up yet',
      problems: [],
      action: { label: 'Open Settings', target: 'chat-presence.twitch' },
    });
  });

  it('stays neutral while it checks again and again, and reports it once', async () => {
    const notFound = new Fault('obs.not-found', 'OBS was not found.', { kind: 'transient', notSetUp: true });
    const show = createUnset(notFound);
    await show.system.start();
    await show.clock.advance(10_000);
    expect(topicsOf(show, 'twitch').filter((topic) => topic === 'component.not-set-up')).toHaveLength(1);
    // The fourth start succeeds. A component that never ran before does not recover.
    expect(show.view('twitch')).toMatchObject({ notSetUp: false, health: { level: 'healthy' } });
    expect(topicsOf(show, 'twitch')).not.toContain('component.recovered');
  });

  it('is degraded, and a problem, when it ran before the setting was removed', async () => {
    const show = createScriptedSystem({ chat: { twitch: bridge } });
    await show.system.start();
    show.part('twitch').breakDown(missing);
    await show.clock.settle();
    expect(show.view('twitch')).toMatchObject({ notSetUp: true, health: { level: 'degraded' } });
    expect(show.system.verdict()).toMatchObject({
      level: 'degraded',
      headline: 'twitch: No Twitch channel is set',
      action: { kind: 'open-settings' },
    });
    expect(topicsOf(show, 'twitch')).toContain('component.failed');
  });

  it('is an ordinary failure once another fault follows', async () => {
    const show = createUnset();
    show.part('twitch').starts.splice(1, 2, { fail: lost('Twitch chat') });
    await show.system.start();
    await show.system.command('restart', 'twitch');
    expect(show.view('twitch')).toMatchObject({
      notSetUp: false,
      state: 'failed',
      health: { level: 'unhealthy' },
    });
  });
});

describe('a drill', () => {
  const createDrilled = async () => {
    const show = await startShow();
    const drills: Intervention[] = [];
    show.part('rehearsal').getInterventions = () => drills;
    const begin = (over: Partial<Intervention> = {}): void => {
      drills.push({
        id: `d-${drills.length + 1}`,
        title: 'Drill: OBS crash',
        since: show.clock.now(),
        until: null,
        componentIds: ['obs'],
        noticedWithinMs: 10_000,
        action: { kind: 'end-drill', label: 'End the drill', target: 'd-1' },
        ...over,
      });
    };
    return { show, begin };
  };

  it('is the root cause of trouble that starts while it is active', async () => {
    const { show, begin } = await createDrilled();
    begin();
    show.part('obs').breakDown(lost('OBS'));
    await show.clock.settle();
    expect(show.system.verdict()).toMatchObject({
      headline: 'Drill: OBS crash',
      detail: 'OBS disconnected.',
      causeId: 'obs',
      action: { kind: 'end-drill', label: 'End the drill' },
    });
  });

  it('explains neither earlier trouble, nor trouble from long after, nor other components', async () => {
    const { show, begin } = await createDrilled();
    show.part('discord').breakDown(lost('Discord'));
    await show.clock.settle();
    begin({ componentIds: ['discord'], since: show.clock.now() + 1 });
    expect(show.view('discord').intervention).toBeNull();
    const at = show.clock.now();
    begin({ since: at, until: at });
    await show.clock.advance(10_001);
    show.part('obs').breakDown(lost('OBS'));
    await show.clock.settle();
    expect(show.view('obs').intervention).toBeNull();
    expect(show.view('twitch').intervention).toBeNull();
  });

  it('that happens once explains trouble that is noticed in time', async () => {
    const { show, begin } = await createDrilled();
    const at = show.clock.now();
    begin({ since: at, until: at, action: null });
    await show.clock.advance(9_000);
    show.part('obs').breakDown(lost('OBS'));
    await show.clock.settle();
    expect(show.system.verdict()).toMatchObject({ headline: 'Drill: OBS crash', action: { kind: 'retry' } });
  });
});
