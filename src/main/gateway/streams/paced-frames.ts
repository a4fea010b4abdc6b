import { sleep, type Clock } from '#shared/kernel/index.ts';
import { frameIntervalMs, type FrameReader } from './frame-stream.ts';

/**
 * Yields a subscriber's frames until the signal aborts: missed frames as fast as the subscriber takes them,
 * then at most one frame per {@link frameIntervalMs}. Asks the reader only after the previous frame was
 * taken.
 */
export async function* pacedFrames<Frame>(
  reader: FrameReader<Frame>,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, void> {
  let wake: (() => void) | undefined;
  let waits = false;
  const onNews = (): void => wake?.();
  using _subscription = reader.onChange(onNews);
  signal.addEventListener('abort', onNews, { once: true });
  try {
    while (!signal.aborted) {
      const frame = reader.next();
      if (frame !== undefined) {
        waits = true;
        yield frame;
        continue;
      }
      const news = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // A reader of the newest frame waits for the rest of the interval, whatever arrives meanwhile.
      if (waits) await sleep(clock, frameIntervalMs, signal).catch(() => undefined);
      waits = false;
      if (!signal.aborted) await news;
    }
  } finally {
    signal.removeEventListener('abort', onNews);
  }
}
