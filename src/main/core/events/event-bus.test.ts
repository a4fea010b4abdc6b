import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createCountingIds, createRedactor } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { topicMatches, type EventRecord } from '#shared/model/index.ts';
import { createRecordingLogger } from '../testing/index.ts';
import { EventBus } from './event-bus.ts';
import { happened } from '../testing/happened.ts';

const build = (historySize = 100) => {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const redactor = createRedactor();
  const bus = new EventBus({
    clock,
    ids: createCountingIds('e'),
    redactor,
    logger,
    historySize,
  });
  const heard: string[] = [];
  const hear =
    (name: string) =>
    (event: EventRecord): void => {
      heard.push(`${name}:${event.topic}`);
    };
  return { clock, bus, redactor, logger, heard, hear };
};
const draft = { message: 'something happened' };

it('keeps delivering events when even logging a failed listener throws', () => {
  const { bus, logger, heard, hear } = build();
  bus.on('bad', () => {
    throw new Error('broken listener');
  });
  bus.on('good', hear('listener'));
  vi.spyOn(logger, 'error').mockImplementationOnce(() => {
    throw new Error('the disk of the log is full');
  });
  expect(() => bus.emit('x', happened('bad', draft))).toThrow('the disk of the log is full');
  bus.emit('x', happened('good', draft));
  expect(heard).toEqual(['listener:good']);
});

describe('the listeners of an event', () => {
  it('are all with a matching pattern, in subscription order', () => {
    const { bus, heard, hear } = build();
    bus.on('*', hear('all'));
    bus.on('chat.message', hear('exact'));
    bus.on('chat.*', hear('prefix'));
    bus.on('chatter.*', hear('other'));
    bus.emit('x', happened('chat.message', draft));
    bus.emit('x', happened('chat', draft));
    expect(heard).toEqual(['all:chat.message', 'exact:chat.message', 'prefix:chat.message', 'all:chat']);
  });

  it('do not change during its delivery, but a removed listener is no longer called', () => {
    const { bus, heard, hear } = build();
    const first = bus.on('t', () => {
      first[Symbol.dispose]();
      third[Symbol.dispose]();
      bus.on('t', hear('newcomer'));
    });
    bus.on('t', hear('second'));
    const third = bus.on('t', hear('third'));
    bus.emit('x', happened('t', draft));
    expect(heard).toEqual(['second:t']);
    bus.emit('x', happened('t', draft));
    expect(heard).toEqual(['second:t', 'second:t', 'newcomer:t']);
  });

  it('can read it again as long as the history has room for it', () => {
    const { bus } = build(3);
    for (const topic of ['a.1', 'b.1', 'a.2', 'a.3']) bus.emit('x', happened(topic, draft));
    expect(bus.recent('*', 10).map((event) => event.topic)).toEqual(['b.1', 'a.2', 'a.3']);
  });
});

describe('an event', () => {
  it('has topic, source, time and level, and is its own correlation when nothing caused it', () => {
    const { bus, clock } = build();
    const plain = bus.emit('obs', happened('bridge.connected', draft));
    expect(plain).toEqual({
      id: 'e-000001',
      topic: 'bridge.connected',
      source: 'obs',
      level: 'info',
      at: clock.now(),
      message: 'something happened',
      correlationId: 'e-000001',
      causeId: null,
      data: {},
    });
    const details = {
      ...draft,
      level: 'error',
      correlationId: 'c',
      causeId: 'e-000001',
      data: { code: 7 },
    } as const;
    expect(bus.emit('obs', happened('bridge.lost', details))).toMatchObject(details);
  });

  it('is delivered to all listeners before the events it causes', () => {
    const { bus, heard, hear } = build();
    bus.on('first', (event) => {
      hear('one')(event);
      bus.emit('x', happened('second', draft));
    });
    bus.on('*', hear('two'));
    bus.emit('x', happened('first', draft));
    expect(heard).toEqual(['one:first', 'two:first', 'two:second']);
  });

  it('carries correlation and cause through every await', async () => {
    const { bus, clock } = build();
    bus.on('command', async () => {
      await Promise.resolve();
      bus.emit('x', happened('step', draft));
    });
    bus.on('step', () => void bus.emit('x', happened('end', draft)));
    const begin = bus.emit('x', happened('command', draft));
    await clock.settle();
    const [command, step, end] = bus.recent('*', 10);
    expect(command).toMatchObject({ correlationId: begin.id, causeId: null });
    expect(step).toMatchObject({ correlationId: begin.id, causeId: begin.id });
    expect(end).toMatchObject({ correlationId: begin.id, causeId: step?.id });
  });

  it.each([
    'x',
    'topic',
    'ing',
    'message',
    'text',
    'twitch',
    'chat.message',
    'value',
    '1234',
    'null',
    '[redacted]',
  ])('delivers its data unchanged although the password is "%s"', (password) => {
    const { bus, redactor } = build();
    redactor.addSecret(password);
    const data = {
      topic: 'topic',
      [`${password}ing`]: password,
      message: { platform: 'twitch', text: `the secret: ${password} knows him`, value: 1234, none: null },
    };
    for (const level of ['debug', 'info', 'warning', 'error'] as const) {
      const event = bus.emit(
        'x',
        happened('chat.message', {
          level,
          message: `Ada: ${password}ing ${password}`,
          data,
        }),
      );
      expect(event).toMatchObject({ source: 'x', topic: 'chat.message' });
      expect(event.message).toBe(`Ada: ${password}ing ${password}`);
      expect(event.data).toBe(data);
    }
  });

  it('keeps a viewer’s text, even if it contains a token', () => {
    const { bus } = build();
    const text = 'my token is oauth:abcdefghij0123456789abcdefghij';
    const event = bus.emit(
      'x',
      happened('chat.message', { message: `Ada: ${text}`, data: { message: { text } } }),
    );
    expect(event).toMatchObject({ message: `Ada: ${text}`, data: { message: { text } } });
  });

  it.each([
    ['nasty \u202etxet lever is banned', 'nasty txet lever is banned'],
    ['\u2067gull is banned', '\u2067gull is banned\u2069'],
    ['a\u2069 gull is banned', 'a gull is banned'],
  ])('has a sentence that does not reverse the text beside it: %j', (message, expected) => {
    const { bus } = build();
    for (const level of ['info', 'error'] as const)
      expect(bus.emit('x', happened('chat.deleted', { level, message })).message).toBe(expected);
  });

  it('hides secrets quoted in a warning or an error', () => {
    const { bus, redactor } = build();
    redactor.addSecret('tR4xq9LmZ2bK7vWd');
    for (const level of ['warning', 'error'] as const) {
      const message = 'connect failed ws://me:swordfish@127.0.0.1 (tR4xq9LmZ2bK7vWd)';
      expect(bus.emit('x', happened('t', { level, message })).message).toBe(
        'connect failed ws://me:[redacted]@127.0.0.1 ([redacted])',
      );
    }
    bus.on('t', () => {
      throw new Error('no tR4xq9LmZ2bK7vWd here');
    });
    bus.emit('x', happened('t', draft));
    expect(bus.recent('listener.failed', 1)[0]?.message).toContain('no [redacted] here');
  });

  it('can’t cause itself endlessly', () => {
    const { bus, logger } = build(1_000);
    bus.on('echo', () => void bus.emit('x', happened('echo', draft)));
    bus.emit('x', happened('echo', draft));
    expect(bus.recent('echo', 1_000).length).toBe(100);
    const [first] = bus.recent('echo', 1_000);
    expect(logger.lines).toMatchObject([
      {
        level: 'error',
        message: 'Event echo of x was not delivered: 100 events led to it',
        fields: { correlationId: first?.id },
      },
    ]);
  });
});

describe('a listener that fails', () => {
  it('is reported in the log and as an event, with the event it failed on', () => {
    const { bus, logger } = build();
    const thrown = new Error('no');
    bus.on('chat.*', () => {
      throw thrown;
    });
    const { id } = bus.emit('twitch', happened('chat.message', draft));
    expect(logger.lines).toEqual([
      {
        level: 'error',
        logger: 'test',
        message: 'A listener for chat.* failed on chat.message',
        error: thrown,
        fields: { eventId: id },
      },
    ]);
    expect(bus.recent('listener.failed', 9)).toMatchObject([
      {
        source: 'twitch',
        level: 'error',
        message: 'A listener for chat.* failed on chat.message: no',
        causeId: id,
        data: { pattern: 'chat.*', topic: 'chat.message', eventId: id },
      },
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('and %s does not affect others, and becomes an event', async (_, listener) => {
    const { bus, heard, hear, clock } = build();
    bus.on('t', listener);
    bus.on('t', hear('next'));
    bus.on('listener.failed', hear('watch'));
    const event = bus.emit('x', happened('t', draft));
    await clock.settle();
    expect(heard).toEqual(['next:t', 'watch:listener.failed']);
    expect(bus.recent('listener.failed', 1)[0]).toMatchObject({ causeId: event.id, level: 'error' });
  });

  it('on failures of listeners does not cause a loop', async () => {
    const { bus, clock } = build();
    bus.on('*', () => Promise.reject(new Error('no')));
    bus.emit('x', happened('t', draft));
    await clock.settle();
    expect(bus.recent('*', 10).map((event) => event.topic)).toEqual(['t', 'listener.failed']);
  });
});

describe('flows', () => {
  it('are not counted for a listener without an owner, nor from a component to itself', () => {
    const { bus } = build();
    bus.on('*', () => undefined);
    bus.on('*', () => undefined, { owner: 'twitch' });
    bus.emit('twitch', happened('chat.message', draft));
    expect(bus.flows()).toEqual([]);
  });

  it('show which component received whose events, over the last ten seconds', async () => {
    const { bus, clock } = build();
    bus.on('chat.*', () => undefined, { owner: 'router' });
    for (let second = 0; second < 10; second++) {
      bus.emit('twitch', happened('chat.message', draft));
      bus.emit('twitch', happened('chat.message', draft));
      bus.emit('router', happened('chat.reply', draft));
      await clock.advance(1_000);
    }
    expect(bus.flows()).toEqual([{ from: 'twitch', to: 'router', rate: 1.8 }]);
    await clock.advance(20_000);
    expect(bus.flows()).toEqual([{ from: 'twitch', to: 'router', rate: 0 }]);
    await clock.advance(600_000);
    expect(bus.flows()).toEqual([]);
  });
});

describe('any history of subscriptions and events', () => {
  const topics = fc.constantFrom('a', 'a.b', 'a.b.c', 'b', 'b.a');
  const patterns = fc.oneof(topics, fc.constantFrom('*', 'a.*', 'a.b.*', 'b.*'));
  const steps = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('on' as const), pattern: patterns }),
      fc.record({ do: fc.constant('off' as const), index: fc.nat({ max: 20 }) }),
      fc.record({ do: fc.constant('emit' as const), topic: topics }),
    ),
    { maxLength: 60 },
  );

  it('is delivered as to a plain list of listeners', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { bus } = build();
        const heard: string[] = [];
        const expected: string[] = [];
        const model: { id: number; pattern: string; handle: Disposable }[] = [];
        let id = 0;
        for (const step of history) {
          if (step.do === 'on') {
            const mine = id++;
            const handle = bus.on(step.pattern, (event) => void heard.push(`${mine}:${event.topic}`));
            model.push({ id: mine, pattern: step.pattern, handle });
          } else if (step.do === 'off') {
            const [gone] = model.splice(step.index % Math.max(1, model.length), 1);
            gone?.handle[Symbol.dispose]();
          } else {
            bus.emit('x', happened(step.topic, draft));
            for (const each of model)
              if (topicMatches(each.pattern, step.topic)) expected.push(`${each.id}:${step.topic}`);
          }
        }
        expect(heard).toEqual(expected);
        expect(bus.listenerCount).toBe(model.length);
      }),
      { numRuns: 500 },
    );
  });
});
