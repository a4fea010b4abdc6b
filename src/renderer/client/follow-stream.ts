import { sleep, type Clock } from '#shared/kernel/clock.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import type { Resume } from '#shared/contract/streams.ts';
import { backoffMs } from './backoff.ts';

/** A frame of any stream: its number within an epoch, and the number of the frame before. */
export interface NumberedFrame {
  readonly epoch: string;
  readonly seq: number;
  readonly kind?: 'snapshot' | 'changes';
}

export interface StreamFollower {
  /** Reads until the signal aborts, and resumes after the last applied frame. Never rejects. */
  readonly follow: (signal: AbortSignal) => Promise<void>;
  /** Starts the next reading with a snapshot, like a new window. */
  readonly forget: () => void;
}

/**
 * Reads a numbered stream across reconnects and requests the missed frames by number. When the host no longer
 * has them (a new epoch or a gap in the numbers), calls `onGap` before it applies the next frame.
 */
export const createStreamFollower = <Frame extends NumberedFrame>(options: {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly open: (resume: Resume, signal: AbortSignal) => Promise<AsyncIterable<Frame>>;
  readonly apply: (frame: Frame) => void;
  readonly onGap?: () => void;
}): StreamFollower => {
  const { clock, random } = options;
  let cursor: { epoch: string; after: number } | undefined;

  const accept = (frame: Frame): boolean => {
    const follows = cursor?.epoch === frame.epoch && frame.seq === cursor.after + 1;
    if (cursor && !follows && frame.kind !== 'snapshot') {
      // A stream of changes needs a snapshot after a gap.
      if (frame.kind === 'changes') return false;
      options.onGap?.();
    }
    cursor = { epoch: frame.epoch, after: frame.seq };
    options.apply(frame);
    return true;
  };

  return {
    forget: () => {
      cursor = undefined;
    },
    follow: async (signal) => {
      let attempt = 0;
      while (!signal.aborted) {
        try {
          const frames = await options.open(cursor, signal);
          for await (const frame of frames) {
            if (signal.aborted) return;
            attempt = 0;
            if (!accept(frame)) {
              cursor = undefined;
              break;
            }
          }
        } catch {
          if (signal.aborted) return;
        }
        attempt += 1;
        await sleep(clock, backoffMs(attempt, random), signal).catch(() => undefined);
      }
    },
  };
};
