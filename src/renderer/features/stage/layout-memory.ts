import type { Place, Places } from './stage-grid.ts';

/** Remembers the positions on the Stage between visits, one arrangement per width. */
export interface LayoutMemory {
  /** Returns an empty map when nothing is stored. */
  recall(breadth: number): Places;
  keep(breadth: number, places: Places): void;
}

// Incremented with every change of the layout's rules, which makes older positions invalid.
const RULES = 2;
const keyOf = (breadth: number): string => `cuelight.stage-layout.${breadth}`;
const nothing: Places = new Map();

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  ['x', 'y', 'width', 'height'].every((name) => Number.isFinite((value as Record<string, unknown>)[name]));

const parse = (text: string | null): Places => {
  try {
    const stored: unknown = JSON.parse(text ?? 'null');
    if (typeof stored !== 'object' || stored === null) return nothing;
    const { rules, places } = stored as Record<string, unknown>;
    if (rules !== RULES || !Array.isArray(places)) return nothing;
    const known = new Map<string, Place>();
    for (const entry of places as unknown[]) {
      if (!Array.isArray(entry) || typeof entry[0] !== 'string' || !isPlace(entry[1])) return nothing;
      known.set(entry[0], entry[1]);
    }
    return known;
  } catch {
    return nothing;
  }
};

/** Stores the layout in the browser's storage, or in memory when storage is denied. */
export const createLayoutMemory = (storage: () => Pick<Storage, 'getItem' | 'setItem'>): LayoutMemory => {
  const kept = new Map<number, Places>();
  const stored = (breadth: number): Places => {
    try {
      return parse(storage().getItem(keyOf(breadth)));
    } catch {
      return nothing;
    }
  };
  return {
    recall: (breadth) => kept.get(breadth) ?? stored(breadth),
    keep: (breadth, places) => {
      kept.set(breadth, places);
      try {
        storage().setItem(keyOf(breadth), JSON.stringify({ rules: RULES, places: [...places] }));
      } catch {
        // Denied or full: the next visit computes the layout again.
      }
    },
  };
};
