import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { FlowCounter } from './flow-counter.ts';

const build = () => {
  const clock = createFakeClock();
  const flows = new FlowCounter(clock);
  const count = (from: string, to: string, times = 1): void => {
    for (let time = 0; time < times; time++) flows.count(from, to);
  };
  const rates = () => Object.fromEntries(flows.read().map(({ from, to, rate }) => [`${from}>${to}`, rate]));
  return { clock, flows, count, rates };
};

describe('flows', () => {
  it('are distinguished by emitter and listener', () => {
    const { flows, count } = build();
    count('twitch', 'router', 10);
    count('twitch', 'archive', 20);
    count('discord', 'router', 30);
    expect(flows.read()).toEqual([
      { from: 'twitch', to: 'router', rate: 1 },
      { from: 'twitch', to: 'archive', rate: 2 },
      { from: 'discord', to: 'router', rate: 3 },
    ]);
  });

  it('count the last ten seconds, dropping each second as it gets older', async () => {
    const { clock, count, rates } = build();
    for (const times of [10, 20, 30]) {
      count('a', 'b', times);
      await clock.advance(1_000);
    }
    expect(rates()).toEqual({ 'a>b': 6 });
    await clock.advance(6_999);
    expect(rates()).toEqual({ 'a>b': 6 });
    await clock.advance(1);
    expect(rates()).toEqual({ 'a>b': 5 });
    await clock.advance(1_000);
    expect(rates()).toEqual({ 'a>b': 3 });
    await clock.advance(1_000);
    expect(rates()).toEqual({ 'a>b': 0 });
  });

  it('are not added to the count of the same bucket ten, or a thousand, seconds ago', async () => {
    const { clock, count, rates } = build();
    count('a', 'b', 40);
    await clock.advance(10_000);
    count('a', 'b', 10);
    expect(rates()).toEqual({ 'a>b': 1 });
    await clock.advance(13_000);
    count('a', 'b', 10);
    await clock.advance(4_000);
    count('a', 'b', 10);
    expect(rates()).toEqual({ 'a>b': 2 });
    await clock.advance(500_000);
    count('a', 'b', 20);
    expect(rates()).toEqual({ 'a>b': 2 });
  });

  it('are kept for ten minutes after the last event, and then dropped one by one', async () => {
    const { clock, count, rates } = build();
    count('a', 'b');
    count('a', 'c');
    await clock.advance(1_000);
    count('a', 'c');
    await clock.advance(599_000);
    expect(rates()).toEqual({ 'a>b': 0, 'a>c': 0 });
    await clock.advance(1_000);
    expect(rates()).toEqual({ 'a>c': 0 });
    await clock.advance(1_000);
    expect(rates()).toEqual({});
    count('a', 'b', 10);
    expect(rates()).toEqual({ 'a>b': 1 });
  });
});
