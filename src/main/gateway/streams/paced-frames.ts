import { sleep, type Clock } from '#shared/kernel/index.ts';
import { frameIntervalMs, type FrameReader } from './frame-stream.ts';

/**
 * Frames for one subscriber until the signal aborts: what it missed as fast as it takes them, then one whenever there is
 * news, and never two new ones within {@link frameIntervalMs}. The reader is asked only when the frame before was taken.
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
      // Whoever just read the newest frame waits the interval out, whatever comes meanwhile.
      if (waits) await sleep(clock, frameIntervalMs, signal).catch(() => undefined);
      waits = false;
      if (!signal.aborted) await news;
    }
  } finally {
    signal.removeEventListener('abort', onNews);
  }
}
