// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { emptyRing, pushAll, type Ring } from '../model/ring.ts';
import { useFollow } from './use-follow.ts';

interface Item {
  readonly id: string;
}
const items = (from: number, to: number): Item[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ id: `item-${from + index}` }));
const ringOf = (from: number, to: number, limit = 100): Ring<Item> =>
  pushAll(emptyRing<Item>(limit), items(from, to));

const start = (ring: Ring<Item>) =>
  renderHook((props: { ring: Ring<Item> }) => useFollow(props.ring), { initialProps: { ring } });

describe('following a live list', () => {
  it('shows new items while following, and counts them while paused', () => {
    let ring = ringOf(1, 3);
    const { result, rerender } = start(ring);
    act(() => result.current.hold('paused'));
    ring = pushAll(ring, items(4, 9));
    rerender({ ring });
    expect(result.current.shown.items).toHaveLength(3);
    expect(result.current.waiting.map((item) => item.id)).toEqual(items(4, 9).map((item) => item.id));
    expect(result.current.missed).toBe(0);
    act(() => result.current.follow());
    expect(result.current.shown.items).toHaveLength(9);
    expect(result.current.waiting).toEqual([]);
  });

  it('is bounded: items dropped while paused are counted, and the counts add up', () => {
    let ring = ringOf(1, 100);
    const { result, rerender } = start(ring);
    act(() => result.current.hold('paused'));
    for (let at = 101; at <= 500; at += 1) ring = pushAll(ring, items(at, at));
    rerender({ ring });
    expect(result.current.waiting.length).toBeLessThanOrEqual(110);
    expect(result.current.waiting.length + result.current.missed).toBe(400);
  });

  it('stays where it was when a scrolled-back list is paused on purpose', () => {
    let ring = ringOf(1, 3);
    const { result, rerender } = start(ring);
    act(() => result.current.hold('reading'));
    ring = pushAll(ring, items(4, 5));
    rerender({ ring });
    act(() => result.current.hold('paused'));
    expect(result.current.mode).toBe('paused');
    expect(result.current.shown.items).toHaveLength(3);
  });
});
