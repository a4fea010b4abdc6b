import { describe, expect, it } from 'vitest';
import type { EventRecord } from '#shared/model/index.ts';
import { ListenerQueue, type BackPressure } from './listener-queue.ts';

const eventOf = (id: string, topic = 't', source = 'x'): EventRecord => ({
  id,
  topic,
  source,
  level: 'info',
  at: 0,
  message: '',
  correlationId: null,
  causeId: null,
  data: {},
});

/** A queue before a listener that takes its time: each event is held until it is let go. */
const build = (policy: BackPressure) => {
  const heard: string[] = [];
  const held: (() => void)[] = [];
  const room = { told: 0 };
  const queue = new ListenerQueue(
    policy,
    ({ id }) => {
      heard.push(id);
      return new Promise<void>((resolve) => held.push(resolve));
    },
    () => room.told++,
  );
  const letGo = async (): Promise<void> => {
    held.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  const push = (...ids: readonly string[]): void => ids.forEach((id) => queue.push(eventOf(id)));
  return { queue, heard, push, letGo, room };
};

describe('the queue before a listener', () => {
  it.each([0, -1, 1.5, Number.NaN])('refuses to hold %s events', (capacity) => {
    expect(() => build({ whenFull: 'block', capacity })).toThrow(
      `A listener's queue holds at least one event; got ${capacity}`,
    );
  });

  it('hands over one at a time, in order', async () => {
    const { push, heard, letGo } = build({ whenFull: 'drop-oldest', capacity: 9 });
    push('1', '2', '3');
    expect(heard).toEqual(['1']);
    await letGo();
    expect(heard).toEqual(['1', '2']);
    await letGo();
    await letGo();
    push('4');
    expect(heard).toEqual(['1', '2', '3', '4']);
  });

  it('never drops what it may only block', () => {
    const { queue, push } = build({ whenFull: 'block', capacity: 1 });
    push('1');
    expect(queue.hasRoom).toBe(true);
    push('2');
    expect(queue.hasRoom).toBe(false);
    push('3', '4');
    expect(queue.dropped).toBe(0);
  });

  it('has room for ever when it drops, and when it is closed', () => {
    const dropping = build({ whenFull: 'drop-oldest', capacity: 1 });
    dropping.push('1', '2', '3');
    expect([dropping.queue.hasRoom, dropping.queue.dropped]).toEqual([true, 1]);
    const blocking = build({ whenFull: 'block', capacity: 1 });
    blocking.push('1', '2');
    blocking.queue.close();
    expect(blocking.queue.hasRoom).toBe(true);
  });

  it('coalesces by topic and source unless it is told by what', async () => {
    const plain = build({ whenFull: 'coalesce', capacity: 9 });
    plain.queue.push(eventOf('0'));
    for (const [id, topic, source] of [
      ['1', 'a', 'x'],
      ['2', 'a', 'y'],
      ['3', 'b', 'x'],
      ['4', 'a', 'x'],
    ] as const)
      plain.queue.push(eventOf(id, topic, source));
    for (let time = 0; time < 4; time++) await plain.letGo();
    expect([plain.heard, plain.queue.dropped]).toEqual([['0', '4', '2', '3'], 1]);

    const bySource = build({ whenFull: 'coalesce', capacity: 9, key: ({ source }) => source });
    bySource.queue.push(eventOf('0'));
    for (const [id, topic] of [
      ['1', 'a'],
      ['2', 'b'],
    ] as const)
      bySource.queue.push(eventOf(id, topic));
    for (let time = 0; time < 3; time++) await bySource.letGo();
    expect(bySource.heard).toEqual(['0', '2']);
  });

  it('drops the oldest of what it coalesces when there are too many kinds', async () => {
    const { queue, heard, letGo } = build({ whenFull: 'coalesce', capacity: 2 });
    for (const id of ['0', '1', '2', '3']) queue.push(eventOf(id, id));
    for (let time = 0; time < 4; time++) await letGo();
    expect([heard, queue.dropped]).toEqual([['0', '2', '3'], 1]);
  });

  it('is empty and silent once it is closed, and says that nobody has to wait for it', async () => {
    const { queue, push, heard, letGo, room } = build({ whenFull: 'block', capacity: 1 });
    push('1', '2');
    const told = room.told;
    queue.close();
    expect(room.told).toBe(told + 1);
    await letGo();
    push('3');
    await letGo();
    expect(heard).toEqual(['1']);
  });
});
