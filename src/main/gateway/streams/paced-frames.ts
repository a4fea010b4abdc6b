import { sleep, type Clock } from '#shared/kernel/index.ts';

/** One subscriber's view of a stream. */
export interface FrameReader<Frame> {
  /** Everything new since the last frame, as one frame; undefined when there is nothing to tell. */
  next(): Frame | undefined;
  /** Calls the listener when {@link next} may have something. */
  onChange(listener: () => void): Disposable;
}

/** No subscriber gets more than 20 frames a second: more cannot be seen, and each costs a parse and a render. */
export const minFrameIntervalMs = 50;

/**
 * Frames for one subscriber until the signal aborts: the first at once, then one whenever there is news, never two within
 * {@link minFrameIntervalMs}. The reader is asked only when the subscriber has taken the frame before, so what happens
 * meanwhile is folded into the next one.
 */
export async function* pacedFrames<Frame>(
  reader: FrameReader<Frame>,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, void> {
  let changed = true;
  let wake: (() => void) | undefined;
  const notify = (): void => {
    changed = true;
    wake?.();
  };
  using _subscription = reader.onChange(notify);
  signal.addEventListener('abort', notify, { once: true });
  try {
    let lastAt = -minFrameIntervalMs;
    while (!signal.aborted) {
      if (!changed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      if (signal.aborted) return;
      const waitMs = lastAt + minFrameIntervalMs - clock.monotonic();
      if (waitMs > 0) {
        await sleep(clock, waitMs, signal).catch(() => undefined);
        continue;
      }
      changed = false;
      const frame = reader.next();
      if (frame === undefined) continue;
      lastAt = clock.monotonic();
      yield frame;
    }
  } finally {
    signal.removeEventListener('abort', notify);
  }
}
