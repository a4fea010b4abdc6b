import { describe, expect, it } from 'vitest';
import type { Condition } from '#shared/model/index.ts';
import { ConditionBoard, worstCondition } from './condition-board.ts';

const build = () => {
  const time = { now: 1_000 };
  const board = new ConditionBoard({
    now: () => time.now,
    text: (message) => message.replaceAll('swordfish', '***'),
  });
  return { board, time };
};
const connected = { type: 'Connected', status: 'true', reason: 'Joined', message: 'It is there' } as const;
const lost = { type: 'Connected', status: 'false', reason: 'Lost', message: 'It is gone' } as const;

describe('a condition', () => {
  it('takes effect at once, is `unhealthy` by default, and contains no secret', () => {
    const { board } = build();
    expect(board.set({ ...lost, message: 'password swordfish' })).toBe(true);
    expect(board.list()).toEqual([
      { ...lost, message: 'password ***', severity: 'unhealthy', since: 1_000, checkedAt: 1_000 },
    ]);
    expect(board.get('Connected')?.severity).toBe('unhealthy');
    expect(board.get('Other')).toBeUndefined();
    expect(board.level()).toBe('unhealthy');
    board.set({ ...lost, severity: 'degraded' });
    expect(board.level()).toBe('degraded');
  });

  it('that is repeated changes only the time of its check', () => {
    const { board, time } = build();
    board.set(connected);
    time.now = 2_000;
    expect(board.set(connected)).toBe(false);
    expect(board.get('Connected')).toMatchObject({ since: 1_000, checkedAt: 2_000 });
  });

  it.each([
    ['reason', { ...connected, reason: 'Again' }],
    ['message', { ...connected, message: 'It is there again' }],
    ['severity', { ...connected, severity: 'degraded' }],
  ] as const)('with another %s is a visible change, and keeps its start time', (_, other) => {
    const { board, time } = build();
    board.set(connected);
    time.now = 2_000;
    expect(board.set(other)).toBe(true);
    expect(board.get('Connected')).toMatchObject({ ...other, since: 1_000, checkedAt: 2_000 });
  });

  it('with another status starts now', () => {
    const { board, time } = build();
    board.set(connected);
    time.now = 2_000;
    expect(board.set(lost)).toBe(true);
    expect(board.get('Connected')?.since).toBe(2_000);
  });
});

describe('a probe result', () => {
  it('takes effect at once when nothing was known', () => {
    const { board } = build();
    expect(board.observe([lost], 3)).toBe(true);
    board.set({ ...lost, status: 'unknown' });
    expect(board.observe([connected], 3)).toBe(true);
    expect(board.get('Connected')?.status).toBe('true');
  });

  it('that contradicts the current status takes effect only after several in a row', () => {
    const { board } = build();
    board.set(connected);
    expect([1, 2, 3].map(() => board.observe([lost], 3))).toEqual([false, false, true]);
    expect(board.get('Connected')?.status).toBe('false');
  });

  it('resets the count when it confirms the current status, or differs from the last one', () => {
    const { board } = build();
    board.set(connected);
    const unknown = { ...lost, status: 'unknown' } as const;
    for (const said of [lost, lost, connected, lost, lost, unknown, lost, lost])
      expect(board.observe([said], 3)).toBe(false);
    expect(board.get('Connected')?.status).toBe('true');
    expect(board.observe([lost], 3)).toBe(true);
  });

  it('resets the count after a reported condition', () => {
    const { board } = build();
    board.set(connected);
    board.observe([lost], 2);
    board.set(connected);
    expect(board.observe([lost], 2)).toBe(false);
  });

  it('is applied condition by condition, and one visible change counts', () => {
    const { board } = build();
    board.set(connected);
    const slow = { type: 'Prompt', status: 'false', reason: 'Slow', message: 'It is slow' } as const;
    expect(board.observe([slow, lost], 2)).toBe(true);
    expect(board.list().map(({ type, status }) => `${type}:${status}`)).toEqual([
      'Connected:true',
      'Prompt:false',
    ]);
    expect(board.observe([slow, connected], 2)).toBe(false);
  });
});

describe('removing conditions', () => {
  it('keeps the named one, and resets the hysteresis', () => {
    const { board } = build();
    board.set(connected);
    board.set({ ...lost, type: 'Authenticated' });
    board.observe([lost], 2);
    board.retainOnly('Connected');
    expect(board.list().map(({ type }) => type)).toEqual(['Connected']);
    expect(board.observe([lost], 2)).toBe(false);
  });
});

describe('the worst condition', () => {
  const condition = (
    type: string,
    status: Condition['status'],
    since: number,
    severity: Condition['severity'] = 'unhealthy',
  ): Condition => ({
    type,
    status,
    severity,
    reason: type,
    message: type,
    since,
    checkedAt: since,
  });
  const unknown = condition('unknown', 'unknown', 1);
  const degraded = condition('degraded', 'false', 2, 'degraded');
  const unhealthy = condition('unhealthy', 'false', 3);

  it.each([
    ['none, where all is well', [condition('a', 'true', 1)], null],
    ['none, where nothing is known of', [], null],
    ['one that is not known, before none', [condition('a', 'true', 0), unknown], 'unknown'],
    ['a degraded one, before one that is not known', [unknown, degraded], 'degraded'],
    [
      'an unhealthy one, before a degraded one, wherever it stands',
      [unhealthy, degraded, unknown],
      'unhealthy',
    ],
    ['an unhealthy one that comes last', [unknown, degraded, unhealthy], 'unhealthy'],
    ['the one that came first, among equals', [unhealthy, condition('older', 'false', 2)], 'older'],
    [
      'the one that is listed first, among equals of one time',
      [unhealthy, condition('twin', 'false', 3)],
      'unhealthy',
    ],
  ])('is %s', (_, conditions, expected) => {
    expect(worstCondition(conditions)?.type ?? null).toBe(expected);
  });
});
