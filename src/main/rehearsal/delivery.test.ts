import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createDeliveryFaults, createWrongClock, Delivery } from './delivery.ts';

const open = () => {
  const clock = createFakeClock();
  const faults = createDeliveryFaults();
  const sent: string[] = [];
  const delivery = new Delivery<string>({
    clock,
    random: createSeededRandom(3),
    faults,
    write: (frame) => sent.push(frame),
  });
  return { clock, faults, sent, delivery };
};

describe('delivery of outgoing frames', () => {
  it('sends everything at once and in order while no fault is active', () => {
    const { delivery, sent, clock } = open();
    delivery.sendEvent('a');
    delivery.send('b');
    expect(sent).toEqual(['a', 'b']);
    expect(clock.pending).toBe(0);
  });

  it('delays frames with jitter and keeps their order', async () => {
    const { clock, delivery, faults, sent } = open();
    Object.assign(faults, { latencyMs: 1_000, jitterMs: 500 });
    for (const frame of ['a', 'b', 'c', 'd']) delivery.send(frame);
    await clock.advance(999);
    expect(sent).toEqual([]);
    await clock.advance(501);
    expect(sent).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps the order of delayed frames when the delay ends', async () => {
    const { clock, delivery, faults, sent } = open();
    faults.latencyMs = 1_000;
    delivery.send('late');
    faults.latencyMs = 0;
    delivery.send('early');
    await clock.advance(1_000);
    expect(sent).toEqual(['late', 'early']);
  });

  it('duplicates events and nothing else', () => {
    const { delivery, faults, sent } = open();
    faults.copies = 3;
    delivery.sendEvent('line');
    delivery.send('pong');
    expect(sent).toEqual(['line', 'line', 'line', 'pong']);
  });

  it('swaps two events, and holds a single event back for at most two seconds', async () => {
    const { clock, delivery, faults, sent } = open();
    faults.reorderEvents = true;
    delivery.sendEvent('1');
    delivery.send('pong');
    delivery.sendEvent('2');
    expect(sent).toEqual(['pong', '2', '1']);
    delivery.sendEvent('3');
    await clock.advance(2_000);
    expect(sent.at(-1)).toBe('3');
    expect(clock.pending).toBe(0);
  });

  it('loses no held-back event when reordering ends', () => {
    const { delivery, faults, sent, clock } = open();
    faults.reorderEvents = true;
    delivery.sendEvent('1');
    faults.reorderEvents = false;
    delivery.sendEvent('2');
    expect(sent).toEqual(['2', '1']);
    expect(clock.pending).toBe(0);
  });

  it('drops events silently, and discards pending frames when the connection ends', async () => {
    const { clock, delivery, faults, sent } = open();
    faults.dropEvents = true;
    delivery.sendEvent('line');
    delivery.send('pong');
    expect(sent).toEqual(['pong']);
    faults.latencyMs = 10;
    delivery.send('late');
    delivery[Symbol.dispose]();
    expect(clock.pending).toBe(0);
    await clock.advance(10);
    expect(sent).toEqual(['pong']);
  });
});

describe('a wrong clock', () => {
  it('shifts the time but measures the same durations', async () => {
    const clock = createFakeClock();
    let offset = 3_600_000;
    const wrong = createWrongClock(clock, () => offset);
    expect(wrong.now() - clock.now()).toBe(3_600_000);
    const before = wrong.monotonic();
    offset = -1_000;
    await clock.advance(50);
    expect(wrong.monotonic() - before).toBe(50);
    expect(wrong.now() - clock.now()).toBe(-1_000);
  });
});
