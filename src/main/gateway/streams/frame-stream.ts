import { Emitter, RingBuffer, toDisposable, type Clock } from '#shared/kernel/index.ts';
import type { Resume } from '#shared/contract/index.ts';

/** No subscriber gets more than 20 frames a second: more cannot be seen, and each costs a parse and a render. */
export const frameIntervalMs = 50;

/** A frame's body with its place in the stream. */
export type Numbered<Body> = Body & { readonly epoch: string; readonly seq: number };
/** A frame without its place: what a source makes. */
export type BodyOf<Frame> = Frame extends unknown ? Omit<Frame, 'epoch' | 'seq'> : never;

/** What a stream is made of. */
export interface FrameSource<Body extends object> {
  /** Takes what happened since the last call, as the bodies of the next frames; empty when nothing did. */
  take(): readonly Body[];
  /** Everything now, for one who starts, or who lost the way; `missed` is how much it will never be told singly. */
  snapshot(missed: number): Body;
  /** How many things a body tells. */
  weigh(body: Body): number;
}

/** One subscriber's way through a stream. */
export interface FrameReader<Frame> {
  /** The next frame; undefined when this reader has seen all. */
  next(): Frame | undefined;
  /** Calls the listener when {@link next} may have something. Frames are cut only while somebody listens. */
  onChange(listener: () => void): Disposable;
}

/** A stream that listens to its source until it is disposed. */
export interface Stream<Frame> extends Disposable {
  /** A reader that starts after the frame that `resume` names, if the rest is still held, else with a snapshot. */
  read(resume: Resume): FrameReader<Frame>;
}

/** A frame with how much the stream had told before and after it. */
interface Held<Frame> {
  readonly frame: Frame;
  readonly before: number;
  readonly after: number;
}

/**
 * Cuts what happens into frames, numbered from 1 without gaps, for any number of readers. A frame is built once and held
 * for a while, and a reader is only a place in that row: a slow one costs no memory and slows nobody. When the row has
 * moved on past its place, it gets a snapshot. While nobody reads, all that happens goes into one frame for the next who
 * comes.
 */
export class FrameStream<Body extends object> implements Disposable {
  readonly #clock: Clock;
  readonly #epoch: string;
  readonly #source: FrameSource<Body>;
  readonly #held: RingBuffer<Held<Numbered<Body>>>;
  readonly #listeners = new Emitter();
  #seq = 0;
  #told = 0;
  #lastCutAt = -Infinity;
  #pending = false;
  #timer: Disposable | undefined;

  constructor(options: {
    readonly clock: Clock;
    readonly epoch: string;
    readonly source: FrameSource<Body>;
    /** Frames held for those who resume or read slowly. */
    readonly held: number;
  }) {
    this.#clock = options.clock;
    this.#epoch = options.epoch;
    this.#source = options.source;
    this.#held = new RingBuffer(options.held);
  }

  /** Says that the source has something to take. Cheap; called for every single thing. */
  notify(): void {
    this.#pending = true;
    if (this.#listeners.listenerCount > 0) this.#schedule();
  }

  /** A reader that starts after the frame that `resume` names, if the rest is still held, else with a snapshot. */
  read(resume: Resume): FrameReader<Numbered<Body>> {
    let place = this.#canResume(resume) ? resume?.after : undefined;
    let started = false;
    let seen = place === undefined ? 0 : (this.#at(place + 1)?.before ?? this.#told);
    return {
      next: () => {
        // What is pending must be numbered before it is told as part of a snapshot, or it would be told twice.
        if (!started) this.#cut();
        started = true;
        if (place === this.#seq) return undefined;
        const held = place === undefined ? undefined : this.#at(place + 1);
        const missed = place === undefined ? 0 : this.#told - seen;
        const frame = held?.frame ?? this.#number(this.#source.snapshot(missed), this.#seq);
        place = frame.seq;
        seen = held?.after ?? this.#told;
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

  #at(seq: number): Held<Numbered<Body>> | undefined {
    return this.#held.at(this.#held.size - 1 - (this.#seq - seq));
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
      const before = this.#told;
      this.#told += this.#source.weigh(body);
      this.#seq += 1;
      this.#held.push({ frame: this.#number(body, this.#seq), before, after: this.#told });
    }
    this.#listeners.emit();
  }

  #number(body: Body, seq: number): Numbered<Body> {
    return { ...body, epoch: this.#epoch, seq };
  }
}
