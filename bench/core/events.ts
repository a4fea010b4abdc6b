import { EventEmitter } from 'node:events';
import EventEmitter2 from 'eventemitter2';
import { createNanoEvents } from 'nanoevents';
import { z } from 'zod';
import { EventBus } from '#core/events/event-bus.ts';
import { topic as declareTopic } from '#shared/catalogue/topics/define.ts';
import { TopicEmitter } from '#core/events/topic-emitter.ts';
import {
  createIds,
  createRedactor,
  createSeededRandom,
  createSystemClock,
  RingBuffer,
} from '#shared/kernel/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { allocatedBytes } from '../measure/allocation.ts';
import { againstLimit, againstRival, compare, round, type Loop, type Timing } from '../measure/compare.ts';
import type { BenchContext } from '../measure/row.ts';
import { assertSame } from '../measure/same.ts';
import { silent } from './services.ts';

const topic = 'chat.message';
const happened = declareTopic(topic, {
  title: 'Something happened',
  data: z.object({ value: z.number() }),
  sentence: () => 'something happened',
});
type Payload = { readonly value: number };

/** An event bus under test, and the sum that its listeners computed. */
interface Subject {
  readonly on: (pattern: string) => void;
  readonly emit: (payload: Payload) => void;
  readonly sum: () => number;
}

/** Creates a separate function for each listener, as in a program. All listeners add to one number. */
const createListeners = () => {
  let sum = 0;
  return { listen: () => (payload: Payload) => void (sum += payload.value), sum: () => sum };
};

const ours = (): Subject => {
  const { listen, sum } = createListeners();
  const emitter = new TopicEmitter<Payload>((thrown) => {
    throw thrown;
  });
  return {
    on: (pattern) => void emitter.on(pattern, listen()),
    emit: (payload) => emitter.emit(topic, payload),
    sum,
  };
};

const nano = (): Subject => {
  const { listen, sum } = createListeners();
  const emitter = createNanoEvents<Record<string, (payload: Payload) => void>>();
  return {
    on: (pattern) => void emitter.on(pattern, listen()),
    emit: (payload) => emitter.emit(topic, payload),
    sum,
  };
};

const node = (): Subject => {
  const { listen, sum } = createListeners();
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    on: (pattern) => void emitter.on(pattern, listen()),
    emit: (payload) => void emitter.emit(topic, payload),
    sum,
  };
};

const wildcard = (): Subject => {
  const { listen, sum } = createListeners();
  const emitter = new EventEmitter2({ wildcard: true, maxListeners: 0 });
  return {
    on: (pattern) => void emitter.on(pattern, listen()),
    emit: (payload) => void emitter.emit(topic, payload),
    sum,
  };
};

const withListeners = (make: () => Subject, count: number, pattern = topic): Subject => {
  const subject = make();
  for (let each = 0; each < count; each++) subject.on(pattern);
  return subject;
};

/** Checks that all buses deliver the same events before any bus is timed. */
const proveSame = (what: string, subjects: Readonly<Record<string, Subject>>): void => {
  const sums = Object.entries(subjects).map(([name, { emit, sum }]) => {
    const before = sum();
    for (let value = 1; value <= 1_000; value++) emit({ value });
    return [name, sum() - before] as const;
  });
  assertSame(what, sums);
};

const loopOf = ({ emit, sum }: Subject): Loop => {
  const payload = { value: 1 };
  return (times) => {
    for (let each = 0; each < times; each++) emit(payload);
    return sum();
  };
};

const exact = async ({ print }: BenchContext): Promise<void> => {
  for (const [count, nodeRatio] of [
    [1, 1.5],
    [10, 2.5],
    [100, 2.8],
  ] as const) {
    const subjects = {
      ours: withListeners(ours, count),
      nano: withListeners(nano, count),
      node: withListeners(node, count),
    };
    const what = `${count} ${count === 1 ? 'listener' : 'listeners'}`;
    proveSame(what, subjects);
    const times = await compare({
      ours: loopOf(subjects.ours),
      nano: loopOf(subjects.nano),
      node: loopOf(subjects.node),
    });
    print(againstRival('T1', what, times.ours, 'nanoevents', times.nano, 'M/s', 0.9));
    print(againstRival('T1', what, times.ours, 'EventEmitter', times.node, 'M/s', nodeRatio));
  }
};

const patterns = async ({ print }: BenchContext): Promise<void> => {
  for (const [count, ratio] of [
    [1, 10],
    [10, 6],
  ] as const) {
    const subjects = {
      ours: withListeners(ours, count, 'chat.*'),
      theirs: withListeners(wildcard, count, 'chat.*'),
    };
    const what = `chat.*, ${count} ${count === 1 ? 'listener' : 'listeners'}`;
    proveSame(what, subjects);
    const times = await compare({ ours: loopOf(subjects.ours), theirs: loopOf(subjects.theirs) });
    print(againstRival('T2', what, times.ours, 'eventemitter2', times.theirs, 'M/s', ratio));
  }
  // A running program: a thousand listeners on a hundred topics, each of which has been emitted before.
  const emitter = new TopicEmitter<Payload>(() => undefined);
  for (let each = 0; each < 1_000; each++) emitter.on(`topic-${each % 100}.happened`, () => undefined);
  for (let each = 0; each < 100; each++) emitter.emit(`topic-${each}.happened`, { value: 1 });
  const times = await compare({
    subscribe: (count) => {
      for (let each = 0; each < count; each++) {
        emitter.on('chat.*', () => undefined)[Symbol.dispose]();
      }
    },
  });
  print(againstLimit('T2', 'subscribe and leave, 1,000 listeners on 100 topics', times.subscribe, 'us', 5));
};

const event: EventRecord = {
  id: 'event-1',
  topic,
  source: 'bench',
  level: 'info',
  at: 0,
  message: 'something happened',
  correlationId: null,
  causeId: null,
  data: {},
};

const difference = (more: Timing, less: Timing): Timing => ({
  median: Math.max(0, more.median - less.median),
  spread: Math.max(more.spread, less.spread),
  rounds: more.rounds,
});

const traced = async ({ print, say }: BenchContext): Promise<void> => {
  let heard = 0;
  const build = () => {
    const emitter = new TopicEmitter<EventRecord>(() => undefined);
    for (let each = 0; each < 10; each++) emitter.on(topic, () => void heard++);
    return emitter;
  };
  const bare = build();
  const recorded = build();
  const history = new RingBuffer<EventRecord>(10_000);
  const withHistory: Loop = (times) => {
    for (let each = 0; each < times; each++) {
      history.push(event);
      recorded.emit(topic, event);
    }
    return heard;
  };
  const clock = createSystemClock();
  const bus = new EventBus({
    clock,
    ids: createIds(clock, createSeededRandom(1)),
    redactor: createRedactor(),
    logger: silent,
  });
  for (let each = 0; each < 10; each++) bus.on(topic, () => void heard++);
  const times = await compare({
    bare: (count) => {
      for (let each = 0; each < count; each++) bare.emit(topic, event);
      return heard;
    },
    recorded: withHistory,
    whole: (count) => {
      for (let each = 0; each < count; each++) bus.emit('bench', happened({ value: 1 }));
      return heard;
    },
  });
  print(
    againstLimit(
      'T3',
      'history of 10,000, extra an emit, 10 listeners',
      difference(times.recorded, times.bare),
      'ns',
      35,
    ),
  );
  const bytes = allocatedBytes(withHistory);
  print({
    id: 'T3',
    case: 'history of 10,000, bytes an emit after warm-up',
    ours: bytes === null ? Number.NaN : round(bytes),
    rival: null,
    theirs: null,
    unit: 'bytes',
    ratio: null,
    target: '<=0',
    // Less than a tenth of a byte per emit comes from the measurement, not from the emit.
    met: bytes !== null && bytes < 0.1,
  });
  say(
    `# whole EventBus.emit (record, id, context, history, 10 listeners): ${round(times.whole.median)} ns; bare ${round(times.bare.median)} ns`,
  );
  print(
    againstLimit(
      'T3',
      'whole emit: record, id, context and history, extra an emit',
      difference(times.whole, times.bare),
      'ns',
      35,
    ),
  );
};

export const benchEvents = async (context: BenchContext): Promise<void> => {
  if (context.wants('T1')) await exact(context);
  if (context.wants('T2')) await patterns(context);
  if (context.wants('T3')) await traced(context);
};
