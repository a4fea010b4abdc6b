import { describe, expect, it } from 'vitest';
import {
  problemCount,
  type AudienceImpact,
  type ComponentView,
  type FaultView,
} from '#shared/model/index.ts';
import { cause, healthy, ill, now, verdictOf, view } from '../testing/verdict-views.ts';
import { computeVerdict } from './verdict.ts';

describe('no problems', () => {
  it('are reported since the last component became healthy, without an action', () => {
    expect(verdictOf(view('a', { since: 200 }), view('b', { since: 300 }), view('c'))).toEqual({
      level: 'healthy',
      headline: 'Everything is healthy',
      detail: null,
      sentence: 'Everything is healthy',
      since: 300,
      causeId: null,
      collateral: [],
      retryAt: null,
      problems: [],
      action: null,
    });
  });

  it('remain when only an orchestrator, or a stopped component, is unhealthy', () => {
    const group = view('show', { kind: 'orchestrator', level: 'unhealthy' });
    expect(verdictOf(group, view('a'), ill('b', { desired: 'stopped' }))).toMatchObject(healthy);
  });
});

describe('nothing that is switched on', () => {
  const off = (id: string, since: number) => view(id, { desired: 'stopped', level: 'unknown', since });

  it('is unknown since the last one was switched off', () => {
    expect(verdictOf(off('a', 200), off('b', 400), off('c', 300))).toMatchObject({
      level: 'unknown',
      sentence: 'Nothing is switched on',
      since: 400,
      action: null,
    });
  });

  it('is unknown since now when there are no components', () => {
    expect(verdictOf()).toMatchObject({ sentence: 'Nothing is switched on', since: now });
  });
});

describe('one problem', () => {
  it.each(['degraded', 'unhealthy'] as const)('that is %s has a headline and a separate remedy', (level) => {
    expect(verdictOf(view('a'), ill('b', { level, since: 700 }))).toMatchObject({
      level,
      headline: "B isn't responding",
      detail: 'Start it.',
      sentence: "B isn't responding. Start it.",
      since: 700,
      causeId: 'b',
      problems: [{ componentId: 'b', title: 'B', level, headline: "B isn't responding", since: 700 }],
    });
  });

  it.each([
    ['B is away', 'B is away', null],
    ['B is away.', 'B is away', null],
    ['It is away', 'B: It is away', null],
    [
      'Cuelight is running slowly. This PC is overloaded.',
      'Cuelight is running slowly',
      'This PC is overloaded.',
    ],
    ['B v1.2 is away', 'B v1.2 is away', null],
    [
      `B ${'does not answer '.repeat(6)}. Start it.`,
      'B is down',
      `B ${'does not answer '.repeat(6)}. Start it.`,
    ],
  ])('with the summary %j has the headline %j', (summary, headline, detail) => {
    expect(verdictOf(ill('b', { summary }))).toMatchObject({ headline, detail });
  });

  it('of a retrying bridge names the bridge when its message does not', () => {
    const bridge = ill('b', {
      kind: 'bridge',
      summary: 'The link broke (ECONNRESET).',
      waiting: { for: 'retry', nextAttemptAt: 1_700, attempt: 2 },
    });
    expect(verdictOf(bridge)).toMatchObject({
      headline: 'B is down – retrying',
      detail: 'The link broke (ECONNRESET).',
      retryAt: 1_700,
    });
  });

  it('names the other affected components in the detail', () => {
    const affected = ['c', 'd', 'e', 'f', 'g'].map((id) => ill(id, { cause: cause('b'), since: 10 }));
    expect(verdictOf(...affected, ill('b'))).toMatchObject({
      headline: "B isn't responding",
      detail: 'Start it. Also affects: C, D, E and 2 more.',
      causeId: 'b',
      collateral: ['c', 'd', 'e', 'f', 'g'],
      problems: [{ componentId: 'b' }],
    });
  });

  it('of a quarantined component counts its crashes', () => {
    const failure: FaultView = {
      code: 'b.bug',
      kind: 'defect',
      message: 'x is undefined',
      retryable: false,
      action: null,
      at: 0,
    };
    const { supervision } = view('b');
    const crashed = ill('b', {
      level: 'quarantined',
      state: 'quarantined',
      supervision: {
        ...supervision,
        lastFailure: failure,
        evidence: Array.from({ length: 5 }, () => failure),
      },
    });
    expect(verdictOf(crashed)).toMatchObject({
      level: 'quarantined',
      headline: 'B is disabled after 5 crashes',
      detail: 'x is undefined.',
      action: { kind: 'retry', label: 'Start B again', target: 'b' },
    });
  });
});

describe('several problems', () => {
  const orderOf = (...views: readonly ComponentView[]): readonly string[] =>
    verdictOf(...views).problems.map(({ componentId }) => componentId);
  const at = (id: string, audience: AudienceImpact, level: 'degraded' | 'unhealthy') =>
    ill(id, { audience, level });

  it('are ranked by what the audience notices, then by severity, as in the table of ADR 13', () => {
    const ranked = [
      at('stream-down', 'stream', 'unhealthy'),
      at('chat-down', 'chat', 'unhealthy'),
      at('account-down', 'account', 'unhealthy'),
      at('stream-degraded', 'stream', 'degraded'),
      at('community-down', 'community', 'unhealthy'),
      at('chat-degraded', 'chat', 'degraded'),
      at('account-degraded', 'account', 'degraded'),
      at('community-degraded', 'community', 'degraded'),
      at('inside-down', 'none', 'unhealthy'),
      at('inside-degraded', 'none', 'degraded'),
    ];
    const ids = ranked.map(({ id }) => id);
    expect(orderOf(...ranked)).toEqual(ids);
    expect(orderOf(...ranked.toReversed())).toEqual(ids);
  });

  it('of the same rank are ordered by severity, then by time, then by id', () => {
    const late = ill('c', { since: 400 });
    const early = ill('d', { since: 300 });
    const crashed = ill('e', { since: 500, level: 'quarantined', state: 'quarantined' });
    expect(orderOf(late, early, crashed)).toEqual(['e', 'd', 'c']);
    expect(orderOf(ill('z'), ill('y'))).toEqual(['y', 'z']);
  });

  it('have the first two in the headline, and the others in the detail', () => {
    const first = at('obs', 'stream', 'unhealthy');
    const second = at('discord', 'community', 'unhealthy');
    expect(verdictOf(second, first)).toMatchObject({
      headline: "OBS isn't responding. DISCORD is down too.",
      detail: 'Start it.',
      sentence: "OBS isn't responding. DISCORD is down too. Start it.",
    });
    expect(verdictOf(second, first, at('vault', 'none', 'degraded'))).toMatchObject({
      headline: "OBS isn't responding. DISCORD is down too.",
      detail: 'Start it. Also: VAULT.',
    });
    expect(verdictOf(first, at('vault', 'none', 'degraded')).headline).toBe(
      "OBS isn't responding. VAULT has problems too.",
    );
  });

  it('never hide a worse level behind a better one', () => {
    expect(verdictOf(at('obs', 'stream', 'degraded'), at('backups', 'none', 'unhealthy'))).toMatchObject({
      level: 'unhealthy',
      causeId: 'obs',
    });
  });

  it('take the rank of the worst component that they affect', () => {
    const auth = ill('auth', { audience: 'account' });
    const chat = ill('chat', { audience: 'chat', cause: cause('auth') });
    const obs = ill('obs', { audience: 'stream', level: 'degraded', summary: 'OBS drops frames.' });
    expect(orderOf(obs, auth, chat)).toEqual(['auth', 'obs']);
  });

  it('are counted by root causes: affected components and groups add nothing', () => {
    const group = view('group', { kind: 'orchestrator', level: 'degraded' });
    const verdict = verdictOf(
      group,
      ill('obs', { audience: 'stream' }),
      ill('show', { cause: cause('obs') }),
      ill('discord'),
    );
    expect(problemCount(verdict)).toBe(2);
    expect(verdict.collateral).toEqual(['show']);
  });

  it('that one drill caused are one problem, named after the drill, with an action to end it', () => {
    const intervention = {
      id: 'd-1',
      title: 'Drill: Twitch outage',
      since: 0,
      until: null,
      action: { kind: 'end-drill', label: 'End the drill', target: 'd-1' } as const,
    };
    const verdict = verdictOf(
      ill('api', { audience: 'account', intervention }),
      ill('chat', { audience: 'chat', intervention }),
    );
    expect(verdict).toMatchObject({
      headline: 'Drill: Twitch outage',
      detail: "CHAT isn't responding. Start it. Also affects: API.",
      causeId: 'chat',
      collateral: ['api'],
      action: intervention.action,
    });
    expect(problemCount(verdict)).toBe(1);
  });

  it('from a finished drill offer the component’s own remedy', () => {
    const over = { id: 'd-1', title: 'Drill: OBS crash', since: 0, until: 5, action: null };
    const waiting = { for: 'retry', nextAttemptAt: 2_000, attempt: 2 } as const;
    expect(verdictOf(ill('obs', { intervention: over, waiting }))).toMatchObject({
      headline: 'Drill: OBS crash',
      detail: "OBS isn't responding. Start it. The drill is over.",
      action: { kind: 'retry', label: 'Retry OBS now', target: 'obs' },
    });
  });
});

describe('the action', () => {
  const action = { kind: 'sign-in', label: 'Sign in to Twitch' } as const;
  const failure: FaultView = {
    code: 'b.away',
    kind: 'transient',
    message: 'It is away',
    retryable: true,
    action: null,
    at: 0,
  };
  const supervision = (lastFailure: FaultView | null) => ({ ...view('b').supervision, lastFailure });
  const retry = { for: 'retry', nextAttemptAt: 2_000, attempt: 2 } as const;
  const openSettings = { kind: 'open-settings', label: 'Open the settings of B', target: 'b' };

  it.each<[string, Parameters<typeof view>[1], unknown]>([
    [
      'for a quarantine is a start by hand, whatever it waits for',
      { state: 'quarantined', waiting: { for: 'operator', message: '' } },
      { kind: 'retry', label: 'Start B again', target: 'b' },
    ],
    ['for a sign-in is what the fault says', { waiting: { for: 'sign-in', message: '', action } }, action],
    ['for settings is what the fault says', { waiting: { for: 'settings', message: '', action } }, action],
    [
      'for a sign-in without an action of the fault opens the settings',
      { waiting: { for: 'sign-in', message: '', action: null } },
      openSettings,
    ],
    [
      'for settings without an action of the fault opens them',
      { waiting: { for: 'settings', message: '', action: null } },
      openSettings,
    ],
    [
      'for something it says it needs starts that',
      { waiting: { for: 'dependency', componentId: 'x', message: '' } },
      { kind: 'start-component', label: 'Start x', target: 'x' },
    ],
    [
      'while it retries is what the fault says',
      { waiting: retry, supervision: supervision({ ...failure, action }) },
      action,
    ],
    [
      'while it retries is else a retry now',
      { waiting: retry, supervision: supervision(failure) },
      { kind: 'retry', label: 'Retry B now', target: 'b' },
    ],
    [
      'while it retries without a known failure is a retry now',
      { waiting: retry, supervision: supervision(null) },
      { kind: 'retry', label: 'Retry B now', target: 'b' },
    ],
    ['for a component that hangs is unknown', { waiting: { for: 'operator', message: '' } }, null],
    ['for a degraded component is unknown', { state: 'degraded' }, null],
  ])('%s', (_, more, expected) => {
    expect(verdictOf(ill('b', more)).action).toEqual(expected);
  });
});

describe('what is unknown', () => {
  const unknown = (id: string, more: Parameters<typeof view>[1]) => view(id, { level: 'unknown', ...more });

  it('is starting, when everything starts or waits', () => {
    const starting = unknown('b', { state: 'starting', since: 300 });
    const waiting = unknown('c', {
      state: 'idle',
      since: 200,
      waiting: { for: 'dependency', componentId: 'b', message: '' },
      cause: cause('b'),
    });
    expect(verdictOf(view('a', { since: 900 }), starting, waiting)).toMatchObject({
      level: 'unknown',
      sentence: 'Starting: B, C',
      since: 200,
      problems: [],
    });
  });

  it('is being checked, when something runs already', () => {
    expect(verdictOf(unknown('b', { state: 'starting' }), unknown('c', { state: 'running' })).sentence).toBe(
      'Checking: B, C',
    );
  });
});

it('offers the action of the worst condition of a running component', () => {
  const action = { kind: 'confirm-clock', label: 'The clock is right' } as const;
  const condition = {
    type: 'Trusted',
    status: 'false',
    severity: 'degraded',
    reason: 'ClockJumped',
    message: 'The clock is off.',
    since: 50,
    checkedAt: 50,
    action,
  } as const;
  const clock = view('clock', { level: 'degraded', summary: 'The clock is off.', conditions: [condition] });
  expect(computeVerdict([clock], now).action).toEqual(action);
});
