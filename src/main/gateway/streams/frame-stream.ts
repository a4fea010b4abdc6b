import { Emitter, RingBuffer, toDisposable, type Clock } from '#shared/kernel/index.ts';
import type { Resume } from '#shared/contract/index.ts';

/**
 * Milliseconds between two frames for a subscriber. Nobody sees more than 20 frames a second, and each costs
 * a parse and a render.
 */
export const frameIntervalMs = 50;

/** A frame's body with its position in the stream. */
export type Numbered<Body> = Body & { readonly epoch: string; readonly seq: number };
/** A frame without its position, as a source produces it. */
export type BodyOf<Frame> = Frame extends unknown ? Omit<Frame, 'epoch' | 'seq'> : never;

/** The source of a stream. */
export interface FrameSource<Body extends object> {
  /** Takes the changes since the last call, as the bodies of the next frames; empty without a change. */
  take(): readonly Body[];
  /**
   * Returns the whole state, for a new reader or one that missed frames. `missed` is the number of items that
   * the reader will never get one by one.
   */
  snapshot(missed: number): Body;
  /** Returns the number of items in a body. */
  weigh(body: Body): number;
}

/** One subscriber's position in a stream. */
export interface FrameReader<Frame> {
  /** Returns the next frame; undefined when the reader is up to date. */
  next(): Frame | undefined;
  /**
   * Calls the listener when {@link next} may have a frame. Frames are built only while there is a listener.
   */
  onChange(listener: () => void): Disposable;
}

/** A stream that listens to its source until it is disposed. */
export interface Stream<Frame> extends Disposable {
  /**
   * Returns a reader that starts after the frame in `resume`, or with a snapshot when the following frames
   * are no longer buffered.
   */
  read(resume: Resume): FrameReader<Frame>;
}

/** A frame in the buffer, with the count of all items that the stream had sent before it and after it. */
interface BufferedFrame<Frame> {
  readonly frame: Frame;
  readonly before: number;
  readonly after: number;
}

/**
 * Splits changes into frames, numbered from 1 without gaps, for any number of readers. Each frame is built
 * once and buffered for a while, and a reader is only a position in the buffer: a slow reader costs no memory
 * and slows nobody down. A reader whose position has left the buffer gets a snapshot. While there is no
 * reader, all changes are collected into one frame for the next reader.
 */
export class FrameStream<Body extends object> implements Disposable {
  readonly #clock: Clock;
  readonly #epoch: string;
  readonly #source: FrameSource<Body>;
  readonly #buffer: RingBuffer<BufferedFrame<Numbered<Body>>>;
  readonly #listeners = new Emitter();
  #seq = 0;
  #itemCount = 0;
  #lastCutAt = -Infinity;
  #pending = false;
  #timer: Disposable | undefined;

  constructor(options: {
    readonly clock: Clock;
    readonly epoch: string;
    readonly source: FrameSource<Body>;
    /** Number of buffered frames, for readers that resume or are slow. */
    readonly bufferSize: number;
  }) {
    this.#clock = options.clock;
    this.#epoch = options.epoch;
    this.#source = options.source;
    this.#buffer = new RingBuffer(options.bufferSize);
  }

  /** Marks the source as changed. Cheap, because it is called for every single item. */
  notify(): void {
    this.#pending = true;
    if (this.#listeners.listenerCount > 0) this.#schedule();
  }

  /**
   * Returns a reader that starts after the frame in `resume`, or with a snapshot when the following frames
   * are no longer buffered.
   */
  read(resume: Resume): FrameReader<Numbered<Body>> {
    let place = this.#canResume(resume) ? resume?.after : undefined;
    let started = false;
    let seen = place === undefined ? 0 : (this.#at(place + 1)?.before ?? this.#itemCount);
    return {
      next: () => {
        // Pending items must be numbered before a snapshot includes them, or the reader would get them twice.
        if (!started) this.#cut();
        started = true;
        if (place === this.#seq) return undefined;
        const buffered = place === undefined ? undefined : this.#at(place + 1);
        const missed = place === undefined ? 0 : this.#itemCount - seen;
        const frame = buffered?.frame ?? this.#number(this.#source.snapshot(missed), this.#seq);
        place = frame.seq;
        seen = buffered?.after ?? this.#itemCount;
        return frame;
      },
      onChange: (listener) => {
        const listening = this.#listeners.on(listener);
        if (this.#pending) this.#schedule();
        return toDisposable(() => this.#leave(listening));
      },
    };
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #leave(listening: Disposable): void {
    listening[Symbol.dispose]();
    if (this.#listeners.listenerCount === 0) this[Symbol.dispose]();
  }

  #canResume(resume: Resume): boolean {
    if (resume?.epoch !== this.#epoch || resume.after > this.#seq) return false;
    return resume.after === this.#seq || this.#at(resume.after + 1) !== undefined;
  }

  #at(seq: number): BufferedFrame<Numbered<Body>> | undefined {
    return this.#buffer.at(this.#buffer.size - 1 - (this.#seq - seq));
  }

  #schedule(): void {
    const waitMs = Math.max(0, this.#lastCutAt + frameIntervalMs - this.#clock.monotonic());
    this.#timer ??= this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#cut();
    }, waitMs);
  }

  #cut(): void {
    if (!this.#pending) return;
    this.#pending = false;
    this.#lastCutAt = this.#clock.monotonic();
    for (const body of this.#source.take()) {
      const before = this.#itemCount;
      this.#itemCount += this.#source.weigh(body);
      this.#seq += 1;
      this.#buffer.push({ frame: this.#number(body, this.#seq), before, after: this.#itemCount });
    }
    this.#listeners.emit();
  }

  #number(body: Body, seq: number): Numbered<Body> {
    return { ...body, epoch: this.#epoch, seq };
  }
}
