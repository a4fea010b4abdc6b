import { describe, expect, it } from 'vitest';
import type { FaultView } from '#shared/model/index.ts';
import { cause, healthy, ill, verdictOf, view } from '../testing/verdict-views.ts';

describe('a stopped component', () => {
  const stoppedBy = (actor: string | null) => ({ by: 'command', actor, target: 'obs', at: 40 }) as const;
  const off = (more: Parameters<typeof view>[1]) =>
    view('obs', { desired: 'stopped', state: 'stopped', level: 'unknown', ...more });
  const waiting = (id: string, since: number) => ill(id, { level: 'degraded', since, cause: cause('obs') });

  it('is the root cause of its waiting dependents, names the actor, and offers to start it', () => {
    expect(verdictOf(off({ stoppedBy: stoppedBy('window') }), waiting('b', 300), waiting('c', 200))).toEqual({
      level: 'degraded',
      headline: 'OBS was stopped by you',
      detail: 'B and C are waiting for it.',
      sentence: 'OBS was stopped by you. B and C are waiting for it.',
      since: 40,
      causeId: 'obs',
      collateral: ['b', 'c'],
      retryAt: null,
      problems: [
        {
          componentId: 'obs',
          title: 'OBS',
          level: 'degraded',
          headline: 'OBS was stopped by you',
          since: 40,
        },
      ],
      action: { kind: 'start-component', label: 'Start OBS', target: 'obs' },
    });
  });

  it.each([
    ['browser', 'OBS was stopped by you'],
    ['api', 'OBS was stopped by a command from the API'],
    ['rules', 'OBS was stopped by RULES'],
    ['nobody-known', 'OBS was stopped'],
    [null, 'OBS was stopped'],
  ])('by the actor %j is described as far as known', (actor, headline) => {
    const views = [off({ stoppedBy: stoppedBy(actor) }), view('rules'), waiting('b', 300)];
    expect(verdictOf(...views)).toMatchObject({
      headline,
      detail: 'B is waiting for it.',
    });
  });

  it('is described as stopped when the reason is unknown', () => {
    expect(verdictOf(off({}), waiting('b', 300)).headline).toBe('OBS is stopped');
  });

  it('by the settings links to them', () => {
    const bySettings = { by: 'settings', actor: null, target: 'chat-presence.obs', at: null } as const;
    expect(verdictOf(off({ stoppedBy: bySettings }), waiting('b', 300))).toMatchObject({
      headline: 'OBS is switched off in the settings',
      action: { kind: 'open-settings', target: 'chat-presence.obs' },
    });
  });

  it('with its whole orchestrator is named after the orchestrator, which it offers to start', () => {
    const group = view('desk', { kind: 'orchestrator', desired: 'stopped', level: 'unknown' });
    const byGroup = { ...stoppedBy('window'), target: 'desk' };
    expect(verdictOf(group, off({ stoppedBy: byGroup }), waiting('b', 300))).toMatchObject({
      headline: 'DESK was stopped by you',
      action: { kind: 'start-component', label: 'Start DESK', target: 'desk' },
    });
  });

  it('counts as a problem for a component that only can’t observe it, unless the settings switched it off', () => {
    const blind = view('show', { level: 'unknown', cause: cause('obs') });
    expect(verdictOf(off({ stoppedBy: stoppedBy('window') }), blind)).toMatchObject({
      level: 'degraded',
      headline: 'OBS was stopped by you',
      detail: 'SHOW is waiting for it.',
    });
    const bySettings = { by: 'settings', actor: null, target: 'obs', at: null } as const;
    expect(verdictOf(view('a'), off({ stoppedBy: bySettings }), blind)).toMatchObject(healthy);
  });

  it('is no problem while nothing misses it', () => {
    expect(verdictOf(view('a'), off({ stoppedBy: stoppedBy('window') }))).toMatchObject(healthy);
  });

  it('that was removed leaves the dependent that misses it as the root cause', () => {
    expect(verdictOf(ill('c', { cause: cause('gone') }))).toMatchObject({ causeId: 'c' });
  });
});

describe('a component that is not set up', () => {
  const unset = (id: string, more: Parameters<typeof view>[1] = {}) =>
    view(id, {
      kind: 'bridge',
      state: 'idle',
      level: 'unknown',
      notSetUp: true,
      summary: 'No channel.',
      ...more,
    });
  const failure: FaultView = {
    code: 'twitch.channel-missing',
    kind: 'configuration',
    message: 'No channel',
    retryable: false,
    action: { kind: 'open-settings', label: 'Enter the channel', target: 'chat-presence.twitch' },
    at: 0,
  };

  it('is neutral, and links to the settings, while nothing is set up', () => {
    const { supervision } = view('twitch');
    const twitch = unset('twitch', { supervision: { ...supervision, lastFailure: failure } });
    expect(verdictOf(view('journal'), twitch, unset('obs'))).toMatchObject({
      level: 'unknown',
      headline: 'Nothing is set up yet',
      problems: [],
      causeId: null,
      action: { kind: 'open-settings', label: 'Open Settings', target: 'chat-presence.twitch' },
    });
  });

  it('is neutral also for a dependent', () => {
    const waits = view('api', { level: 'unknown', kind: 'bridge', cause: cause('twitch') });
    expect(verdictOf(view('journal'), unset('twitch'), waits)).toMatchObject({
      headline: 'Nothing is set up yet',
    });
  });

  it('is only mentioned when something else is set up', () => {
    expect(verdictOf(view('obs', { kind: 'bridge' }), unset('twitch'))).toMatchObject({
      ...healthy,
      detail: 'Not set up: TWITCH.',
    });
  });

  it('does not hide a problem', () => {
    expect(verdictOf(unset('twitch'), ill('journal'))).toMatchObject({
      causeId: 'journal',
      level: 'unhealthy',
    });
  });

  it('is a problem once it has run: a setting was removed', () => {
    expect(
      verdictOf(unset('twitch', { level: 'degraded', summary: 'TWITCH has no channel.' })),
    ).toMatchObject({
      level: 'degraded',
      headline: 'TWITCH has no channel',
    });
  });
});
