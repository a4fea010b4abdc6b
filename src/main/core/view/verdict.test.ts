import { describe, expect, it } from 'vitest';
import type { ComponentView, FaultView } from '#shared/model/index.ts';
import { healthyComponent } from '#shared/model/testing/healthy-component.ts';
import { judge } from './verdict.ts';

const now = 1_000;

/** One component that runs and is well, but for what the test says. */
const view = (
  id: string,
  more: Partial<Omit<ComponentView, 'health'>> & Partial<ComponentView['health']> = {},
): ComponentView => {
  const { level = 'healthy', summary = 'It runs', conditions = [], ...rest } = more;
  return healthyComponent(id, {
    title: id.toUpperCase(),
    parent: 'show',
    startedAt: null,
    ...rest,
    since: more.since ?? 100,
    health: { level, summary, conditions, since: more.since ?? 100 },
  });
};

const ill = (id: string, more: Parameters<typeof view>[1] = {}): ComponentView =>
  view(id, { level: 'unhealthy', state: 'failed', summary: 'It is away.', ...more });
const cause = (componentId: string) => ({ componentId, message: 'It is away', since: 50 });
const sentence = (...views: readonly ComponentView[]): string => judge(views, now).sentence;

describe('all well', () => {
  it('is said since the last one became well, and asks for nothing', () => {
    expect(judge([view('a', { since: 200 }), view('b', { since: 300 }), view('c')], now)).toEqual({
      level: 'healthy',
      sentence: 'All well',
      since: 300,
      causeId: null,
      collateral: [],
      action: null,
    });
  });

  it('does not look at orchestrators, which only add up, nor at what is switched off', () => {
    expect(
      sentence(
        view('show', { kind: 'orchestrator', level: 'unhealthy' }),
        view('a'),
        ill('b', { wanted: 'stopped' }),
      ),
    ).toBe('All well');
  });
});

describe('nothing', () => {
  const off = (id: string, since: number) => view(id, { wanted: 'stopped', level: 'unknown', since });

  it('is switched on: unknown since the last one was switched off', () => {
    expect(judge([off('a', 200), off('b', 400), off('c', 300)], now)).toEqual({
      level: 'unknown',
      sentence: 'Nothing is switched on',
      since: 400,
      causeId: null,
      collateral: [],
      action: null,
    });
  });

  it('is there at all: unknown since now', () => {
    expect(judge([], now)).toMatchObject({ sentence: 'Nothing is switched on', since: now });
  });
});

describe('what is in trouble', () => {
  it.each(['degraded', 'unhealthy', 'quarantined'] as const)(
    'by being %s is named with its reason',
    (level) => {
      expect(judge([view('a'), ill('b', { level, since: 700 })], now)).toMatchObject({
        level,
        sentence: 'B: It is away',
        since: 700,
        causeId: 'b',
        collateral: [],
      });
    },
  );

  it.each([
    ['It is away', 'B: It is away'],
    ['It is away.', 'B: It is away'],
    ['Is it away?', 'B: Is it away'],
    ['It said "no."', 'B: It said "no."'],
    ['v1.2 is away', 'B: v1.2 is away'],
  ])('keeps its words: %s', (summary, said) => {
    expect(sentence(ill('b', { summary }))).toBe(said);
  });

  it('is the worst; of equally bad ones the one that failed first; the others are counted', () => {
    const first = ill('b', { since: 300 });
    const second = ill('c', { since: 400 });
    const lesser = ill('d', { level: 'degraded', since: 100 });
    const worst = ill('e', { level: 'quarantined', since: 500 });
    expect(sentence(second, lesser, first)).toBe('B: It is away; 2 more in trouble');
    expect(sentence(first, second, lesser, worst)).toBe('E: It is away; 3 more in trouble');
    expect(sentence(first)).toBe('B: It is away');
  });

  it('because of another only suffers: it is named with its cause, and is none', () => {
    const suffering = ['c', 'd', 'e', 'f', 'g'].map((id) => ill(id, { cause: cause('b'), since: 10 }));
    const [c, d] = suffering;
    expect(sentence(ill('b'), ...(c ? [c] : []))).toBe('B: It is away; C suffers from it');
    expect(sentence(ill('b'), ...(c && d ? [c, d] : []))).toBe('B: It is away; C, D suffer from it');
    expect(judge([...suffering, ill('b')], now)).toMatchObject({
      sentence: 'B: It is away; C, D, E and 2 more suffer from it',
      causeId: 'b',
      collateral: ['c', 'd', 'e', 'f', 'g'],
    });
    expect(sentence(ill('b'), ...suffering.slice(0, 3))).toBe('B: It is away; C, D, E suffer from it');
  });

  it('because of one does not suffer from another', () => {
    const others = [ill('b', { since: 1 }), ill('c', { since: 2 }), ill('d', { cause: cause('c') })];
    expect(judge(others, now)).toMatchObject({ causeId: 'b', collateral: [] });
  });
});

describe('what to do', () => {
  const action = { kind: 'sign-in', label: 'Sign in at Twitch' } as const;
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
      'about a quarantine is to start it by hand, whatever it waits for',
      { state: 'quarantined', waiting: { for: 'operator', message: '' } },
      { kind: 'retry', label: 'Start B again', target: 'b' },
    ],
    ['about a sign-in is what the fault says', { waiting: { for: 'sign-in', message: '', action } }, action],
    ['about settings is what the fault says', { waiting: { for: 'settings', message: '', action } }, action],
    [
      'about a sign-in that the fault is silent on is to open the settings',
      { waiting: { for: 'sign-in', message: '', action: null } },
      openSettings,
    ],
    [
      'about settings that the fault is silent on is to open them',
      { waiting: { for: 'settings', message: '', action: null } },
      openSettings,
    ],
    [
      'about something it says it lacks is to start that',
      { waiting: { for: 'dependency', componentId: 'x', message: '' } },
      { kind: 'start-component', label: 'Start what it waits for', target: 'x' },
    ],
    [
      'while it waits to try again is what the fault says',
      { waiting: retry, supervision: supervision({ ...failure, action }) },
      action,
    ],
    [
      'while it waits to try again is else to try now',
      { waiting: retry, supervision: supervision(failure) },
      { kind: 'retry', label: 'Try B now', target: 'b' },
    ],
    [
      'while it waits to try again, though nothing is known of why, is to try now',
      { waiting: retry, supervision: supervision(null) },
      { kind: 'retry', label: 'Try B now', target: 'b' },
    ],
    ['about what hangs is not known', { waiting: { for: 'operator', message: '' } }, null],
    ['about what runs badly is not known', { state: 'degraded' }, null],
  ])('%s', (_, more, expected) => {
    expect(judge([ill('b', more)], now).action).toEqual(expected);
  });
});

describe('those that wait for what is switched off', () => {
  const off = view('obs', { wanted: 'stopped', state: 'stopped', level: 'unknown' });
  const waiting = (id: string, since: number) => ill(id, { level: 'degraded', since, cause: cause('obs') });

  it('are told with it, and with the way to switch it on', () => {
    expect(judge([off, waiting('b', 300), waiting('c', 200)], now)).toEqual({
      level: 'degraded',
      sentence: 'OBS is switched off; B, C wait for it',
      since: 50,
      causeId: 'obs',
      collateral: ['b', 'c'],
      action: { kind: 'start-component', label: 'Start OBS', target: 'obs' },
    });
    expect(sentence(off, waiting('b', 300))).toBe('OBS is switched off; B waits for it');
  });

  it('are told with the one that waited first, when they wait for different things', () => {
    const other = ill('c', { since: 200, cause: cause('gone') });
    expect(judge([off, waiting('b', 300), other], now)).toMatchObject({
      sentence: 'gone is switched off; B, C wait for it',
      causeId: 'gone',
    });
  });
});

describe('what is not known yet', () => {
  const unknown = (id: string, more: Parameters<typeof view>[1]) => view(id, { level: 'unknown', ...more });

  it('is starting, when all of it starts or waits', () => {
    const starting = unknown('b', { state: 'starting', since: 300 });
    const waiting = unknown('c', {
      state: 'idle',
      since: 200,
      waiting: { for: 'dependency', componentId: 'b', message: '' },
    });
    expect(judge([view('a', { since: 900 }), starting, waiting], now)).toEqual({
      level: 'unknown',
      sentence: 'Starting: B, C',
      since: 200,
      causeId: null,
      collateral: [],
      action: null,
    });
  });

  it('is not known, when one of it runs already', () => {
    expect(sentence(unknown('b', { state: 'starting' }), unknown('c', { state: 'running' }))).toBe(
      'Not known yet: B, C',
    );
  });
});

it('offers what the worst condition offers, where the component runs', () => {
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
  expect(judge([clock], now).action).toEqual(action);
});
