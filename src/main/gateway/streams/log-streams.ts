import { RingBuffer, type Clock } from '#shared/kernel/index.ts';
import { withoutChat, keepOf } from '#shared/catalogue/topics/index.ts';
import type { ChatFrame, EventsFrame, MetricsFrame } from '#shared/contract/index.ts';
import type { SystemEvents } from '#core/system-port.ts';
import type { ChatPort, MetricsPort } from '../ports/index.ts';
import { FrameStream, type BodyOf, type FrameSource } from './frame-stream.ts';

/**
 * Maximum number of items in one frame: 10,000 items a second. Older unread items are counted and dropped.
 */
const itemsPerFrame = 500;
const frameBufferSize = 60;
const chatSnapshotSize = 200;
/**
 * Clearing the chat changes all messages in memory and in the archive at once, so a chat frame holds more
 * items.
 */
const chatPerFrame = 1_500;

/** Creates a stream from a source and a subscription that feeds it. */
const streamOf = <Item, Body extends object>(options: {
  readonly clock: Clock;
  readonly epoch: string;
  readonly source: FrameSource<Body>;
  readonly bufferSize: number;
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

/** Returns a function that empties a buffer and counts the items that did not fit since the last call. */
const createDrain = <Item>(waiting: RingBuffer<Item>) => {
  let droppedBefore = 0;
  return (): { items: Item[]; dropped: number } => {
    const dropped = waiting.dropped - droppedBefore;
    droppedBefore = waiting.dropped;
    return { items: waiting.drain(), dropped };
  };
};

/**
 * Creates the stream of all events in order, with references in place of chat messages, which the chat stream
 * sends. Leaves out events that only repeat another event for internal listeners. `dropped` is the number of
 * events missing before a frame.
 */
export const createEventsStream = (events: Pick<SystemEvents, 'on'>, clock: Clock, epoch: string) => {
  const waiting = new RingBuffer<EventsFrame['events'][number]>(itemsPerFrame);
  const drain = createDrain(waiting);
  return streamOf({
    clock,
    epoch,
    bufferSize: frameBufferSize,
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

/** Creates the stream of the chat: the newest messages, then each new one. */
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
    bufferSize: frameBufferSize,
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

/** Creates the stream of the metrics: all series, then one frame a second. */
export const createMetricsStream = (
  metrics: Pick<MetricsPort, 'recent' | 'onSample'>,
  clock: Clock,
  epoch: string,
) => {
  type Body = BodyOf<MetricsFrame>;
  const waiting = new RingBuffer<Extract<Body, { kind: 'changes' }>>(frameBufferSize);
  const drain = createDrain(waiting);
  const seriesNow = (): Body => ({ kind: 'snapshot', series: [...metrics.recent()] });
  return streamOf<Extract<Body, { kind: 'changes' }>, Body>({
    clock,
    epoch,
    bufferSize: frameBufferSize,
    waiting,
    subscribe: (add) =>
      metrics.onSample((at, samples) => add({ kind: 'changes', at, samples: [...samples] })),
    source: {
      take: () => {
        const { items, dropped } = drain();
        // Seconds without a reader have no frames, so a returning reader needs the current series.
        return dropped > 0 ? [seriesNow()] : items;
      },
      snapshot: seriesNow,
      weigh: () => 1,
    },
  });
};
