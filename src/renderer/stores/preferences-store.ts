import { createStore, type StoreApi } from 'zustand/vanilla';

export const themeChoices = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

export const densities = ['compact', 'comfortable'] as const;
export type Density = (typeof densities)[number];

/** The user's preferences for this window. Never anything secret. */
export interface Preferences {
  readonly theme: ThemeChoice;
  readonly railExpanded: boolean;
  /** True to show the Stage as a table instead of a graph. */
  readonly stageAsTable: boolean;
  /** The height of rows and controls. */
  readonly density: Density;
  /** True to redact viewers' names, addresses and secrets while an audience can see the window. */
  readonly streamSafe: boolean;
  /** True once the first-run guide was closed. */
  readonly guideClosed: boolean;
  /** Ids of the palette's actions that were used last, the newest first. */
  readonly recentActions: readonly string[];
}

export interface PreferencesState extends Preferences {
  readonly change: (change: Partial<Preferences>) => void;
}
export type PreferencesStore = StoreApi<PreferencesState>;

/** The storage for preferences between visits. When it fails, preferences last for this visit. */
export interface PreferenceStorage {
  readonly read: () => string | null;
  readonly write: (text: string) => void;
}

const defaults: Preferences = {
  theme: 'dark',
  railExpanded: true,
  stageAsTable: false,
  density: 'compact',
  streamSafe: false,
  guideClosed: false,
  recentActions: [],
};

/** Number of recent actions that the palette offers first. */
const mostRecentActions = 5;

/** Returns the recent actions after one more was used. */
export const withRecentAction = (recent: readonly string[], id: string): readonly string[] =>
  [id, ...recent.filter((each) => each !== id)].slice(0, mostRecentActions);

const oneOf = <T extends string>(choices: readonly T[], value: unknown, otherwise: T): T =>
  choices.find((choice) => choice === value) ?? otherwise;

const parsePreferences = (text: string | null): Preferences => {
  try {
    const stored: unknown = JSON.parse(text ?? '{}');
    if (typeof stored !== 'object' || stored === null) return defaults;
    const { theme, density, ...rest } = stored as Record<string, unknown>;
    const flag = (name: 'railExpanded' | 'stageAsTable' | 'streamSafe' | 'guideClosed'): boolean => {
      const value = rest[name];
      return typeof value === 'boolean' ? value : defaults[name];
    };
    return {
      theme: oneOf(themeChoices, theme, defaults.theme),
      density: oneOf(densities, density, defaults.density),
      railExpanded: flag('railExpanded'),
      stageAsTable: flag('stageAsTable'),
      streamSafe: flag('streamSafe'),
      guideClosed: flag('guideClosed'),
      recentActions: Array.isArray(rest['recentActions'])
        ? rest['recentActions'].filter((id) => typeof id === 'string').slice(0, mostRecentActions)
        : [],
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
  // JSON leaves out functions, so only preferences are stored.
  store.subscribe((preferences) => storage.write(JSON.stringify(preferences)));
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
      // A dock may have no storage; preferences then last until the page closes.
    }
  },
});
