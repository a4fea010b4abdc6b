import { useCallback, useMemo, useState } from 'react';
import type { Ring } from '../model/ring.ts';

/**
 * The reading mode of a live list: `following` shows new items; `reading` holds them back because the reader
 * scrolled away from the end, until they scroll back; `paused` holds them back until the reader resumes.
 */
export type FollowMode = 'following' | 'reading' | 'paused';

export interface Follow<T> {
  readonly mode: FollowMode;
  /** The visible items: all while following, else those at the time of the stop. */
  readonly shown: Ring<T>;
  /** The items since the stop, oldest first, as far as the ring still has them. */
  readonly waiting: readonly T[];
  /** The number of items since the stop that the ring has already dropped. */
  readonly missed: number;
  readonly hold: (mode: 'reading' | 'paused') => void;
  readonly follow: () => void;
}

interface Identified {
  readonly id: string;
}

/** Returns the items that a ring received after its state `held`. */
export const newerThan = <T extends Identified>(
  held: Ring<T>,
  ring: Ring<T>,
): { readonly waiting: readonly T[]; readonly missed: number } => {
  const last = held.items.at(-1);
  if (held === ring) return { waiting: [], missed: 0 };
  const index = last ? ring.items.findLastIndex((item) => item.id === last.id) : -1;
  if (index >= 0) return { waiting: ring.items.slice(index + 1), missed: 0 };
  const missed = Math.max(0, ring.forgotten - (held.forgotten + held.items.length));
  return { waiting: ring.items, missed };
};

/** Lets a reader pause a live list without losing items: the ring continues and counts the new ones. */
export const useFollow = <T extends Identified>(ring: Ring<T>): Follow<T> => {
  const [held, setHeld] = useState<{ ring: Ring<T>; mode: 'reading' | 'paused' } | null>(null);
  const hold = useCallback(
    (mode: 'reading' | 'paused') => setHeld((before) => (before ? { ...before, mode } : { ring, mode })),
    [ring],
  );
  const follow = useCallback(() => setHeld(null), []);
  const { waiting, missed } = useMemo(
    () => (held ? newerThan(held.ring, ring) : { waiting: [], missed: 0 }),
    [held, ring],
  );
  return { mode: held?.mode ?? 'following', shown: held?.ring ?? ring, waiting, missed, hold, follow };
};
