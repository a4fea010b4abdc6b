import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadlines } from './deadlines.ts';

describe('deadlines', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const build = () => {
    const deadlines = new Deadlines(() => performance.now());
    const rung: string[] = [];
    return { deadlines, rung, set: (name: string, ms: number) => deadlines.set(() => rung.push(name), ms) };
  };

  it('expire in time and in order, whatever their lengths', () => {
    const { rung, set } = build();
    set('long', 300);
    set('short', 100);
    vi.advanceTimersByTime(50);
    set('short again', 100);
    vi.advanceTimersByTime(49);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['short']);
    vi.advanceTimersByTime(52);
    expect(rung).toEqual(['short', 'short again']);
    vi.advanceTimersByTime(300);
    expect(rung).toEqual(['short', 'short again', 'long']);
  });

  it('do not expire when they are cancelled: first, between and last, once or twice', () => {
    const { rung, set } = build();
    const handles = ['a', 'b', 'c', 'd', 'e'].map((name) => set(name, 100));
    for (const index of [0, 2, 4, 2]) handles[index]?.[Symbol.dispose]();
    vi.advanceTimersByTime(200);
    expect(rung).toEqual(['b', 'd']);
  });

  it('share one timer, which is cleared with the last deadline', () => {
    const { deadlines, set } = build();
    const handles = Array.from({ length: 1_000 }, (_, index) => set(String(index), 100));
    expect(vi.getTimerCount()).toBe(1);
    for (const handle of handles) handle[Symbol.dispose]();
    vi.advanceTimersByTime(100);
    expect([vi.getTimerCount(), deadlines.size]).toEqual([0, 0]);
  });

  it('may cancel each other and set new ones while they expire', () => {
    const { deadlines, rung, set } = build();
    deadlines.set(() => {
      second[Symbol.dispose]();
      set('new', 100);
      rung.push('first');
    }, 100);
    const second = set('second', 100);
    vi.advanceTimersByTime(100);
    expect(rung).toEqual(['first']);
    vi.advanceTimersByTime(102);
    expect(rung).toEqual(['first', 'new']);
  });

  it('expire in time although an expiring one sets another of the same length', () => {
    const { deadlines, rung, set } = build();
    deadlines.set(() => set('later', 100), 100);
    vi.advanceTimersByTime(50);
    set('next', 100);
    vi.advanceTimersByTime(102);
    expect(rung).toEqual(['next']);
    vi.advanceTimersByTime(50);
    expect(rung).toEqual(['next', 'later']);
  });

  it('work again after an idle time', () => {
    const { rung, set } = build();
    set('early', 100)[Symbol.dispose]();
    vi.advanceTimersByTime(60);
    set('late', 100);
    vi.advanceTimersByTime(99);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(3);
    expect(rung).toEqual(['late']);
  });
});
