import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatMessage as chatMessageTopic, chatMessageChanged } from '#shared/catalogue/topics/chat.ts';
import { createCountingIds } from '#shared/kernel/index.ts';
import { createFakeClock, failOnLeaks, timersOf, type FakeClock } from '#shared/kernel/testing/index.ts';
import { chatMessage, createFakePorts, type FakePorts } from '../testing/fake-ports.ts';
import type { FrameReader } from './frame-stream.ts';
import { createChatStream, createEventsStream, createMetricsStream } from './log-streams.ts';
import { pacedFrames } from './paced-frames.ts';
import { createSystemStream } from './system-stream.ts';
import { happened } from '#core/testing/happened.ts';
import { bridgeLinkLost, repeating } from '#shared/catalogue/topics/bridge.ts';
import { discordDisconnected } from '#shared/catalogue/topics/discord.ts';

const epoch = 'run-1';
let clock: FakeClock;
let ports: FakePorts;
let stack: DisposableStack;

const watchForLeaks = failOnLeaks();
beforeEach(() => {
  clock = createFakeClock();
  watchForLeaks(timersOf(clock));
  ports = createFakePorts(clock, createCountingIds());
  stack = new DisposableStack();
});
afterEach(() => stack.dispose());

/** A subscriber that takes every frame at once. */
const subscribe = <Frame>(reader: FrameReader<Frame>) => {
  const frames: { frame: Frame; at: number }[] = [];
  const gone = new AbortController();
  const run = async (): Promise<void> => {
    for await (const frame of pacedFrames(reader, clock, gone.signal))
      frames.push({ frame, at: clock.monotonic() });
  };
  const ended = run();
  stack.defer(() => gone.abort());
  return { frames, leave: () => (gone.abort(), ended) };
};

const say = (from: number, to: number): void => {
  for (let number = from; number <= to; number += 1) ports.chat.say(chatMessage(`m${number}`));
};
const emit = (count: number): void => {
  for (let index = 0; index < count; index += 1)
    ports.system.events.emit('test', happened('test.happened', { message: `Event ${index}` }));
};

describe('the stream of the graph', () => {
  const system = () => stack.use(createSystemStream(ports, clock, epoch));

  it('combines any number of changes to one component into one', async () => {
    const { frames } = subscribe(system().read(undefined));
    await clock.settle();
    for (let index = 0; index < 100; index += 1)
      ports.system.set('discord', index % 2 ? 'running' : 'starting');
    await clock.advance(50);
    expect(frames).toHaveLength(2);
    expect(frames[1]?.frame).toMatchObject({
      kind: 'changes',
      changed: [{ id: 'discord', state: 'running' }],
      edges: null,
      run: null,
    });
  });

  it('reports removed components, and components that return', async () => {
    const { frames } = subscribe(system().read(undefined));
    await clock.settle();
    ports.system.remove('discord');
    await clock.advance(50);
    expect(frames[1]?.frame).toMatchObject({ changed: [], removed: ['discord'] });
    ports.system.remove('fsm');
    ports.system.set('fsm', 'running');
    await clock.advance(50);
    expect(frames[2]?.frame).toMatchObject({ changed: [{ id: 'fsm' }], removed: [] });
  });

  it('reports a change of the run', async () => {
    const { frames } = subscribe(system().read(undefined));
    await clock.settle();
    ports.setRunInfo({ show: { state: 'break', since: 1 } });
    await clock.advance(50);
    expect(frames[1]?.frame).toMatchObject({ changed: [], verdict: null, run: { show: { state: 'break' } } });
  });
});

describe('every stream', () => {
  const chat = () => stack.use(createChatStream(ports.chat, clock, epoch));

  it('sends a subscriber at most one frame per 50 ms, and loses nothing', async () => {
    const { frames } = subscribe(chat().read(undefined));
    for (let turn = 1; turn <= 100; turn += 1) {
      say(turn, turn);
      await clock.advance(7);
    }
    await clock.advance(100);
    const gaps = frames.slice(1).map(({ at }, index) => at - (frames[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
    expect(frames.flatMap(({ frame }) => frame.messages.map(({ id }) => id))).toEqual(
      Array.from({ length: 100 }, (_unused, index) => `m${index + 1}`),
    );
  });

  it('numbers frames without gaps', async () => {
    const { frames } = subscribe(chat().read(undefined));
    for (let turn = 1; turn <= 20; turn += 1) {
      say(turn, turn);
      await clock.advance(60);
    }
    expect(frames.map(({ frame }) => frame.seq)).toEqual(Array.from(frames, (_unused, index) => index));
    expect(frames).toHaveLength(21);
  });

  it('sends missed frames to a subscriber that resumes, with the next numbers', async () => {
    const stream = chat();
    const first = subscribe(stream.read(undefined));
    say(1, 1);
    await clock.advance(60);
    await first.leave();
    say(2, 300);
    await clock.advance(10_000);
    const { frames } = subscribe(stream.read({ epoch, after: 1 }));
    await clock.advance(0);
    expect(frames).toHaveLength(1);
    expect(frames[0]?.frame).toMatchObject({ seq: 2, kind: 'changes', dropped: 0 });
    expect(frames[0]?.frame.messages).toHaveLength(299);
  });

  it.each([
    ['another run', { epoch: 'run-0', after: 1 }],
    ['a number that was never given', { epoch, after: 99 }],
    ['a number before all', { epoch, after: -1 }],
  ])('sends a snapshot to a subscriber that resumes from %s', async (_what, resume) => {
    const stream = chat();
    say(1, 3);
    const { frames } = subscribe(stream.read(resume));
    await clock.settle();
    expect(frames.map(({ frame }) => frame.kind)).toEqual(['snapshot']);
  });

  it('sends an item in the snapshot or after it, never in both', async () => {
    const stream = chat();
    subscribe(stream.read(undefined));
    await clock.advance(60);
    say(1, 1);
    const late = subscribe(stream.read(undefined));
    say(2, 2);
    await clock.advance(100);
    const ids = late.frames.flatMap(({ frame }) => frame.messages.map(({ id }) => id));
    expect(ids).toEqual(['m1', 'm2']);
  });

  it('drops the oldest items for a slow subscriber, counts them, and slows nobody down (F43)', async () => {
    const stream = stack.use(createEventsStream(ports.system.events, clock, epoch));
    const slow = pacedFrames(stream.read(undefined), clock, new AbortController().signal);
    await slow.next();
    const fast = subscribe(stream.read(undefined));
    for (let turn = 0; turn < 200; turn += 1) {
      emit(10);
      await clock.advance(50);
    }
    const got = fast.frames.reduce((sum, { frame }) => sum + frame.events.length, 0);
    expect(got).toBe(2_000);
    const taken = [(await slow.next()).value];
    const after = slow.next();
    emit(1);
    await clock.advance(100);
    taken.push((await after).value);
    expect(taken).toMatchObject([
      { events: [], dropped: 2_000 },
      { events: [{}], dropped: 0 },
    ]);
    await slow.return();
  });

  it('leaves out events that only repeat another event and are not stored', async () => {
    const { frames } = subscribe(
      stack.use(createEventsStream(ports.system.events, clock, epoch)).read(undefined),
    );
    await clock.settle();
    const emitted = ports.system.events.emit('discord', discordDisconnected({ code: 4_000 }));
    const lost = { platform: 'discord', code: emitted.topic, since: emitted.at } as const;
    ports.system.events.emit('discord', bridgeLinkLost(lost, repeating(emitted)));
    await clock.advance(50);
    expect(frames.flatMap(({ frame }) => frame.events.map(({ topic }) => topic))).toEqual([emitted.topic]);
  });

  it('counts the items that did not fit into a frame', async () => {
    const { frames } = subscribe(
      stack.use(createEventsStream(ports.system.events, clock, epoch)).read(undefined),
    );
    await clock.settle();
    emit(700);
    await clock.advance(50);
    expect(frames[1]?.frame).toMatchObject({ dropped: 200 });
    expect(frames[1]?.frame.events).toHaveLength(500);
  });

  it('ends at once when its subscriber leaves, even while it waits', async () => {
    const subscriber = subscribe(chat().read(undefined));
    await clock.settle();
    await subscriber.leave();
    expect(clock.pending).toBe(0);
  });
});

describe('a chat message on one connection', () => {
  const watchBoth = () => {
    const events = subscribe(
      stack.use(createEventsStream(ports.system.events, clock, epoch)).read(undefined),
    );
    const chat = subscribe(stack.use(createChatStream(ports.chat, clock, epoch)).read(undefined));
    const received = (): string =>
      [...events.frames, ...chat.frames].map(({ frame }) => JSON.stringify(frame)).join('\n');
    return { events, received };
  };

  it('is sent once in full, and its event refers to it', async () => {
    const { events, received } = watchBoth();
    await clock.settle();
    for (let number = 1; number <= 1_000; number += 1) {
      const message = chatMessage(`m${number}`, {
        text: `the rope holds for the time ${number}, and so do we;`,
      });
      ports.chat.say(message);
      ports.system.events.emit('inbox', chatMessageTopic({ message }));
      await clock.advance(10);
    }
    await clock.advance(100);
    const heard = events.frames.flatMap(({ frame }) => frame.events);
    expect(heard.map(({ data }) => data['messageId'])).toEqual(
      Array.from({ length: 1_000 }, (_unused, index) => `m${index + 1}`),
    );
    expect(heard[0]).toMatchObject({ topic: 'chat.message', data: { platform: 'twitch' } });
    const all = received();
    for (const number of [1, 10, 500, 1_000])
      expect(all.split(`the rope holds for the time ${number},`)).toHaveLength(2);
    expect(all.split('and so do we')).toHaveLength(1_001);
  });

  it('is sent again after a change', async () => {
    const { received } = watchBoth();
    await clock.settle();
    const message = chatMessage('m1', { text: 'the rope held', editedAt: 5 });
    ports.chat.say(message);
    ports.system.events.emit('inbox', chatMessageChanged({ change: 'edited', messages: [message] }));
    await clock.advance(100);
    expect(received().split('the rope held')).toHaveLength(2);
  });
});

describe('the stream of the metrics', () => {
  const sample = (second: number): void =>
    ports.sample(second * 1_000, [{ componentId: 'obs:main', name: 'fps', unit: '1/s', value: second }]);

  it('sends one frame a second, also to a subscriber that resumes', async () => {
    const stream = stack.use(createMetricsStream(ports.metrics, clock, epoch));
    for (let second = 1; second <= 3; second += 1) sample(second);
    const { frames } = subscribe(stream.read({ epoch, after: 0 }));
    await clock.advance(0);
    expect(frames.map(({ frame }) => [frame.seq, 'at' in frame ? frame.at : null])).toEqual([
      [1, 1_000],
      [2, 2_000],
      [3, 3_000],
    ]);
  });

  it('sends all series to a subscriber that was away for longer than the buffer', async () => {
    const stream = stack.use(createMetricsStream(ports.metrics, clock, epoch));
    for (let second = 1; second <= 200; second += 1) sample(second);
    const { frames } = subscribe(stream.read({ epoch, after: 0 }));
    await clock.advance(0);
    expect(frames.map(({ frame }) => frame.kind)).toEqual(['snapshot']);
  });
});
