import type { Place, Places } from './stage-layout.ts';

/** Remembers the last layout between openings, so that the Stage stands at once and stands as it stood. */
export interface LayoutMemory {
  recall(structure: string): Places | null;
  keep(structure: string, places: Places): void;
}

// Raised whenever the layout's rules change, so that places by older rules are not taken for current ones.
const RULES = 1;
const KEY = 'cuelight.stage-layout';

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  ['x', 'y', 'width', 'height'].every((name) => Number.isFinite((value as Record<string, unknown>)[name]));

const parse = (text: string | null, structure: string): Places | null => {
  try {
    const stored: unknown = JSON.parse(text ?? 'null');
    if (typeof stored !== 'object' || stored === null) return null;
    const { rules, structure: storedStructure, places } = stored as Record<string, unknown>;
    if (rules !== RULES || storedStructure !== structure || !Array.isArray(places)) return null;
    const known = new Map<string, Place>();
    for (const entry of places as unknown[]) {
      if (!Array.isArray(entry) || typeof entry[0] !== 'string' || !isPlace(entry[1])) return null;
      known.set(entry[0], entry[1]);
    }
    return known;
  } catch {
    return null;
  }
};

/** Keeps the layout in the browser's storage; where that is denied, nothing is remembered. */
export const createLayoutMemory = (storage: () => Pick<Storage, 'getItem' | 'setItem'>): LayoutMemory => ({
  recall: (structure) => {
    try {
      return parse(storage().getItem(KEY), structure);
    } catch {
      return null;
    }
  },
  keep: (structure, places) => {
    try {
      storage().setItem(KEY, JSON.stringify({ rules: RULES, structure, places: [...places] }));
    } catch {
      // Denied or full: the next opening lays out anew.
    }
  },
});
