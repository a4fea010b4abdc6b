import { sleep, type Clock } from '#shared/kernel/clock.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import type { Resume } from '#shared/contract/streams.ts';
import { backoffMs } from './backoff.ts';

/** A frame of any stream: its place in an epoch, and the way it joins on to the frame before. */
export interface NumberedFrame {
  readonly epoch: string;
  readonly seq: number;
  readonly kind?: 'snapshot' | 'changes';
}

export interface StreamFollower {
  /** Reads until the signal aborts, resuming after the last frame that was applied. Never rejects. */
  readonly follow: (signal: AbortSignal) => Promise<void>;
  /** Begins the next reading with a snapshot, as a window that opens. */
  readonly forget: () => void;
}

/**
 * Reads a numbered stream across reconnects. What was missed is asked for by number; when the host no longer has it
 * (a new epoch, or a hole in the numbers) `onGap` is told before the next frame is applied.
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
      // A stream of changes that does not join on is worth nothing without a snapshot first.
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
