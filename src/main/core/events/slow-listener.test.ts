import { describe, expect, it } from 'vitest';
import { createCountingIds, createRedactor } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createRecordingLogger } from '../testing/index.ts';
import { happened } from '../testing/happened.ts';
import { EventBus } from './event-bus.ts';

const draft = { message: 'something happened' };

describe('a slow listener', () => {
  const slow = (whenFull: 'drop-oldest' | 'coalesce' | 'block') => {
    const clock = createFakeClock();
    const bus = new EventBus({
      clock,
      ids: createCountingIds('e'),
      redactor: createRedactor(),
      logger: createRecordingLogger(),
      historySize: 100,
    });
    const seen: string[] = [];
    let go: () => void = () => undefined;
    const subscription = bus.on(
      '*',
      async (event) => {
        seen.push(event.topic);
        await new Promise<void>((resolve) => {
          go = resolve;
        });
      },
      { backPressure: { whenFull, capacity: 2 } },
    );
    const next = async (): Promise<void> => {
      go();
      await clock.settle();
    };
    return { clock, bus, seen, subscription, next };
  };

  it('loses the oldest, and knows how many', async () => {
    const { bus, seen, subscription, next } = slow('drop-oldest');
    for (const topic of ['a', 'b', 'c', 'd', 'e']) bus.emit('x', happened(topic, draft));
    for (let turn = 0; turn < 4; turn++) await next();
    expect(seen).toEqual(['a', 'd', 'e']);
    expect(subscription.dropped).toBe(2);
  });

  it('sees only the newest of each kind', async () => {
    const { bus, seen, subscription, next } = slow('coalesce');
    for (const topic of ['a', 'b', 'c', 'b', 'b']) bus.emit('x', happened(topic, draft));
    for (let turn = 0; turn < 4; turn++) await next();
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(subscription.dropped).toBe(2);
  });

  it('sees every kind in turn, also when all are told all the time', async () => {
    const { bus, seen, next } = slow('coalesce');
    for (let turn = 0; turn < 6; turn++) {
      for (const topic of ['a', 'b']) bus.emit('x', happened(topic, draft));
      await next();
    }
    expect(seen.slice(0, 6)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  });

  it('makes the one who can wait wait', async () => {
    const { bus, seen, subscription, next, clock } = slow('block');
    const sent: string[] = [];
    const sending = (async () => {
      for (const topic of ['a', 'b', 'c', 'd', 'e']) {
        await bus.emitWhenReady('x', happened(topic, draft));
        sent.push(topic);
      }
    })();
    await clock.settle();
    expect(sent).toEqual(['a', 'b', 'c']);
    for (let turn = 0; turn < 6; turn++) await next();
    await sending;
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(subscription.dropped).toBe(0);
  });

  it('never has more before it than it has room for, however many wait to be let in', async () => {
    const { bus, seen, next, clock } = slow('block');
    const sent: string[] = [];
    for (const topic of ['a', 'b', 'c', 'd', 'e'])
      void bus.correlation.run({ correlationId: `of ${topic}`, causeId: null, depth: 0 }, async () => {
        const { correlationId } = await bus.emitWhenReady('x', happened(topic, draft));
        sent.push(correlationId ?? '');
      });
    const counts: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      await clock.settle();
      counts.push(sent.length);
      await next();
    }
    expect(counts).toEqual([3, 4, 5, 5, 5]);
    expect(sent).toEqual(['of a', 'of b', 'of c', 'of d', 'of e']);
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('lets in as many as there is room for when one of them answers while it is told', async () => {
    const { bus, seen, clock } = slow('block');
    bus.on('a', () => {
      for (const topic of ['b', 'c', 'd', 'e']) void bus.emitWhenReady('x', happened(topic, draft));
    });
    bus.emit('x', happened('a', draft));
    await clock.settle();
    expect(seen).toEqual(['a']);
    expect(bus.recent('*', 10).map((event) => event.topic)).toEqual(['a', 'b', 'c']);
  });

  it('is not called after it left, and keeps nobody waiting', async () => {
    const { bus, seen, subscription, next, clock } = slow('block');
    for (const topic of ['a', 'b', 'c']) bus.emit('x', happened(topic, draft));
    let sent = false;
    void bus.emitWhenReady('x', happened('d', draft)).finally(() => {
      sent = true;
    });
    await clock.settle();
    expect(sent).toBe(false);
    subscription[Symbol.dispose]();
    await next();
    expect(sent).toBe(true);
    expect(seen).toEqual(['a']);
  });
});
