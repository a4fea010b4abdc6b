import { useCallback, useMemo, useState } from 'react';
import type { Ring } from '../model/ring.ts';

/**
 * How a live list is read: `following` shows what arrives; `reading` holds it back because somebody scrolled away from
 * the end, until they scroll back; `paused` holds it back until they say so.
 */
export type FollowMode = 'following' | 'reading' | 'paused';

export interface Follow<T> {
  readonly mode: FollowMode;
  /** What is shown: everything while following, what was there when it stopped otherwise. */
  readonly shown: Ring<T>;
  /** What came since, oldest first; as much of it as the ring still holds. */
  readonly waiting: readonly T[];
  /** How many came since and are no longer held. */
  readonly missed: number;
  readonly hold: (mode: 'reading' | 'paused') => void;
  readonly follow: () => void;
}

interface Identified {
  readonly id: string;
}

/** What a ring took in after it looked like `held`. */
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

/** Lets a reader hold a live list without losing what arrives: the ring goes on and what is new is counted. */
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
