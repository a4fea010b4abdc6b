import { createStore, type StoreApi } from 'zustand/vanilla';

export const themeChoices = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

export const densities = ['compact', 'comfortable'] as const;
export type Density = (typeof densities)[number];

/** What this window remembers about how its user likes it. Never anything secret. */
export interface Preferences {
  readonly theme: ThemeChoice;
  readonly railExpanded: boolean;
  /** The Stage as a table instead of a graph. */
  readonly stageAsTable: boolean;
  /** How high rows and controls are. */
  readonly density: Density;
  /** Whether viewers' names, addresses and secrets are kept out of the page, for who shows the window to an audience. */
  readonly streamSafe: boolean;
  /** Whether the guide for a first rehearsal was closed. */
  readonly guideClosed: boolean;
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

const defaults: Preferences = {
  theme: 'dark',
  railExpanded: true,
  stageAsTable: false,
  density: 'compact',
  streamSafe: false,
  guideClosed: false,
};

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
  // What is no preference among it is a function, which JSON leaves out.
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
      // A dock may be denied storage; the choice then lasts until the page closes.
    }
  },
});
