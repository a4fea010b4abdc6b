import type { ChatFrame, EventsFrame, MetricsFrame, Resume } from '#shared/contract/index.ts';
import type { ChatMessage, EventRecord, MetricSample } from '#shared/model/index.ts';
import type { SystemEvents } from '#core/system-port.ts';
import type { ChatPort, MetricsPort } from '../ports.ts';
import { NumberedLog } from './numbered-log.ts';
import type { FrameReader } from './paced-frames.ts';

/** Held for those who resume or read slowly, and the most that one frame carries. */
const itemsHeld = 2_000;
const itemsPerFrame = 1_000;
const chatSnapshotSize = 200;
/** Seconds of samples held; who is further behind gets all series again, which is less than that many frames. */
const samplesHeld = 30;

/** Where in a log a subscriber goes on; undefined when it starts afresh. */
const placeOf = (resume: Resume, epoch: string, log: NumberedLog<unknown>): number | undefined =>
  resume?.epoch === epoch && resume.after <= log.lastSeq && resume.after >= 0 ? resume.after : undefined;

/** All events of the program in order. */
export class EventsStream implements Disposable {
  readonly #log = new NumberedLog<EventRecord>(itemsHeld);
  readonly #epoch: string;
  readonly #subscription: Disposable;

  constructor(events: Pick<SystemEvents, 'on'>, epoch: string) {
    this.#epoch = epoch;
    this.#subscription = events.on('*', (event) => this.#log.append(event));
  }

  /** The first frame tells the place even when it has no events, so that a subscriber knows from where it is complete. */
  read(resume: Resume): FrameReader<EventsFrame> {
    let place = placeOf(resume, this.#epoch, this.#log) ?? this.#log.lastSeq;
    let first = true;
    return {
      next: () => {
        const { items, dropped, seq } = this.#log.after(place, itemsPerFrame);
        if (!first && seq === place) return undefined;
        first = false;
        place = seq;
        return { epoch: this.#epoch, seq, events: [...items], dropped };
      },
      onChange: (listener) => this.#log.onAppend(listener),
    };
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }
}

/** The conversation: the newest messages, then each new one. */
export class ChatStream implements Disposable {
  readonly #log = new NumberedLog<ChatMessage>(itemsHeld);
  readonly #chat: Pick<ChatPort, 'recent'>;
  readonly #epoch: string;
  readonly #subscription: Disposable;

  constructor(chat: Pick<ChatPort, 'recent' | 'onMessage'>, epoch: string) {
    this.#chat = chat;
    this.#epoch = epoch;
    this.#subscription = chat.onMessage((message) => this.#log.append(message));
  }

  read(resume: Resume): FrameReader<ChatFrame> {
    const resumed = placeOf(resume, this.#epoch, this.#log);
    let place = resumed !== undefined && this.#log.holdsAllAfter(resumed) ? resumed : undefined;
    return {
      next: () => {
        if (place === undefined) {
          place = this.#log.lastSeq;
          const messages = [...this.#chat.recent(chatSnapshotSize)];
          return { epoch: this.#epoch, seq: place, kind: 'snapshot', messages, dropped: 0 };
        }
        const { items, dropped, seq } = this.#log.after(place, itemsPerFrame);
        if (seq === place) return undefined;
        place = seq;
        return { epoch: this.#epoch, seq, kind: 'changes', messages: [...items], dropped };
      },
      onChange: (listener) => this.#log.onAppend(listener),
    };
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }
}

/** Every number over time: all series, then one sample a second. */
export class MetricsStream implements Disposable {
  readonly #log = new NumberedLog<{ readonly at: number; readonly samples: readonly MetricSample[] }>(
    samplesHeld,
  );
  readonly #metrics: Pick<MetricsPort, 'recent'>;
  readonly #epoch: string;
  readonly #subscription: Disposable;

  constructor(metrics: Pick<MetricsPort, 'recent' | 'onSample'>, epoch: string) {
    this.#metrics = metrics;
    this.#epoch = epoch;
    this.#subscription = metrics.onSample((at, samples) => this.#log.append({ at, samples }));
  }

  /** A frame holds one sample, for the samples of two seconds must not be folded into one. */
  read(resume: Resume): FrameReader<MetricsFrame> {
    let place = placeOf(resume, this.#epoch, this.#log);
    const listeners = new Set<() => void>();
    return {
      next: () => {
        if (place === undefined || !this.#log.holdsAllAfter(place)) {
          place = this.#log.lastSeq;
          return { epoch: this.#epoch, seq: place, kind: 'snapshot', series: [...this.#metrics.recent()] };
        }
        const [sample] = this.#log.after(place, samplesHeld).items;
        if (sample === undefined) return undefined;
        place += 1;
        // More samples may wait behind this one: ask again without waiting for the next second.
        for (const listener of listeners) listener();
        return {
          epoch: this.#epoch,
          seq: place,
          kind: 'changes',
          at: sample.at,
          samples: [...sample.samples],
        };
      },
      onChange: (listener) => {
        listeners.add(listener);
        const subscription = this.#log.onAppend(listener);
        return {
          [Symbol.dispose]: () => {
            listeners.delete(listener);
            subscription[Symbol.dispose]();
          },
        };
      },
    };
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }
}
