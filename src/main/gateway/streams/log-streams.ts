import { RingBuffer, type Clock } from '#shared/kernel/index.ts';
import { withoutChat, keepOf } from '#shared/catalogue/topics/index.ts';
import type { ChatFrame, EventsFrame, MetricsFrame } from '#shared/contract/index.ts';
import type { SystemEvents } from '#core/system-port.ts';
import type { ChatPort, MetricsPort } from '../ports/index.ts';
import { FrameStream, type BodyOf, type FrameSource } from './frame-stream.ts';

/** The most that one frame carries: 10,000 things a second. Older ones that nobody read in time are counted, not told. */
const itemsPerFrame = 500;
const framesHeld = 60;
const chatSnapshotSize = 200;
/** A clear of the chat changes all messages that the inbox and the archive tell of, at one instant. */
const chatPerFrame = 1_500;

/** Joins a source and what feeds it to a stream. */
const streamOf = <Item, Body extends object>(options: {
  readonly clock: Clock;
  readonly epoch: string;
  readonly source: FrameSource<Body>;
  readonly held: number;
  readonly waiting: RingBuffer<Item>;
  readonly subscribe: (add: (item: Item) => void) => Disposable;
}) => {
  const stream = new FrameStream<Body>(options);
  const subscriptions = new DisposableStack();
  subscriptions.use(stream);
  subscriptions.use(
    options.subscribe((item) => {
      options.waiting.push(item);
      stream.notify();
    }),
  );
  return Object.assign(subscriptions, { read: stream.read.bind(stream) });
};

/** Takes everything out of a buffer, with how many did not fit since the last time. */
const createDrain = <Item>(waiting: RingBuffer<Item>) => {
  let droppedBefore = 0;
  return (): { items: Item[]; dropped: number } => {
    const dropped = waiting.dropped - droppedBefore;
    droppedBefore = waiting.dropped;
    return { items: waiting.drain(), dropped };
  };
};

/**
 * All events in order, but those that only repeat another one for our own listeners, with references to chat messages: these
 * go once, by the stream of the chat. A frame that does not join on to the one before says by `dropped` what is missing.
 */
export const createEventsStream = (events: Pick<SystemEvents, 'on'>, clock: Clock, epoch: string) => {
  const waiting = new RingBuffer<EventsFrame['events'][number]>(itemsPerFrame);
  const drain = createDrain(waiting);
  return streamOf({
    clock,
    epoch,
    held: framesHeld,
    waiting,
    subscribe: (add) =>
      events.on('*', (event) => {
        if (keepOf(event.topic) !== 'none') add(withoutChat(event));
      }),
    source: {
      take: () => {
        const { items, dropped } = drain();
        return [{ events: items, dropped }];
      },
      snapshot: (missed) => ({ events: [], dropped: missed }),
      weigh: (body: BodyOf<EventsFrame>) => body.events.length + body.dropped,
    },
  });
};

/** The conversation: the newest messages, then each new one. */
export const createChatStream = (
  chat: Pick<ChatPort, 'recent' | 'onMessage'>,
  clock: Clock,
  epoch: string,
) => {
  const waiting = new RingBuffer<ChatFrame['messages'][number]>(chatPerFrame);
  const drain = createDrain(waiting);
  return streamOf({
    clock,
    epoch,
    held: framesHeld,
    waiting,
    subscribe: (add) => chat.onMessage(add),
    source: {
      take: () => {
        const { items, dropped } = drain();
        return [{ kind: 'changes' as const, messages: items, dropped }];
      },
      snapshot: (missed) => ({
        kind: 'snapshot' as const,
        messages: [...chat.recent(chatSnapshotSize)],
        dropped: missed,
      }),
      weigh: (body: BodyOf<ChatFrame>) => body.messages.length + body.dropped,
    },
  });
};

/** Every number over time: all series, then one frame for each second. */
export const createMetricsStream = (
  metrics: Pick<MetricsPort, 'recent' | 'onSample'>,
  clock: Clock,
  epoch: string,
) => {
  type Body = BodyOf<MetricsFrame>;
  const waiting = new RingBuffer<Extract<Body, { kind: 'changes' }>>(framesHeld);
  const drain = createDrain(waiting);
  const seriesNow = (): Body => ({ kind: 'snapshot', series: [...metrics.recent()] });
  return streamOf<Extract<Body, { kind: 'changes' }>, Body>({
    clock,
    epoch,
    held: framesHeld,
    waiting,
    subscribe: (add) =>
      metrics.onSample((at, samples) => add({ kind: 'changes', at, samples: [...samples] })),
    source: {
      take: () => {
        const { items, dropped } = drain();
        // Seconds that nobody was there for have no frames: who comes back then needs the series as they are now.
        return dropped > 0 ? [seriesNow()] : items;
      },
      snapshot: seriesNow,
      weigh: () => 1,
    },
  });
};
