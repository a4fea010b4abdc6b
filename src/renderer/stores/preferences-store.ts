import { createStore, type StoreApi } from 'zustand/vanilla';

export const themeChoices = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** What this window remembers about how its user likes it. Never anything secret. */
export interface Preferences {
  readonly theme: ThemeChoice;
  readonly railExpanded: boolean;
  /** The Stage as a table instead of a graph. */
  readonly stageAsTable: boolean;
}

export interface PreferencesState extends Preferences {
  readonly change: (change: Partial<Preferences>) => void;
}
export type PreferencesStore = StoreApi<PreferencesState>;

/** Where preferences are kept between openings. Reading and writing may fail; then they last for this opening. */
export interface PreferenceStorage {
  readonly read: () => string | null;
  readonly write: (text: string) => void;
}

const defaults: Preferences = { theme: 'dark', railExpanded: true, stageAsTable: false };

const isThemeChoice = (value: unknown): value is ThemeChoice =>
  (themeChoices as readonly unknown[]).includes(value);

const parsePreferences = (text: string | null): Preferences => {
  try {
    const stored: unknown = JSON.parse(text ?? '{}');
    if (typeof stored !== 'object' || stored === null) return defaults;
    const { theme, railExpanded, stageAsTable } = stored as Record<string, unknown>;
    return {
      theme: isThemeChoice(theme) ? theme : defaults.theme,
      railExpanded: typeof railExpanded === 'boolean' ? railExpanded : defaults.railExpanded,
      stageAsTable: typeof stageAsTable === 'boolean' ? stageAsTable : defaults.stageAsTable,
    };
  } catch {
    return defaults;
  }
};

export const createPreferencesStore = (storage: PreferenceStorage): PreferencesStore => {
  const store = createStore<PreferencesState>((set) => ({
    ...parsePreferences(storage.read()),
    change: (change) => set(change),
  }));
  store.subscribe(({ theme, railExpanded, stageAsTable }) =>
    storage.write(JSON.stringify({ theme, railExpanded, stageAsTable } satisfies Preferences)),
  );
  return store;
};

const PREFERENCES_KEY = 'cuelight.preferences';

export const browserPreferenceStorage = (page: Window): PreferenceStorage => ({
  read: () => {
    try {
      return page.localStorage.getItem(PREFERENCES_KEY);
    } catch {
      return null;
    }
  },
  write: (text) => {
    try {
      page.localStorage.setItem(PREFERENCES_KEY, text);
    } catch {
      // A dock may be denied storage; the choice then lasts until the page closes.
    }
  },
});
