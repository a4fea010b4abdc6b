import { platforms } from '#shared/model/index.ts';

/** A tool of the Settings page, which is more than a form: its name in `?section=` and its title. */
export const settingsToolTitles = {
  backups: 'Backups',
  history: 'History and files',
  viewers: 'Viewers',
  diagnostics: 'Diagnostics',
  docks: 'Docks',
  security: 'Security',
  updates: 'Updates',
} as const;
export type SettingsToolId = keyof typeof settingsToolTitles;

/** Everyday words for the tool, beside its title. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(platforms.map(({ settingsPath, searchWords }) => [settingsPath, searchWords])),
  backups: ['restore', 'backup'],
  history: ['restore yesterday’s settings', 'earlier settings', 'undo', 'import', 'export'],
  viewers: ['delete a viewer', 'privacy', 'what is kept of a person'],
  diagnostics: ['export', 'report', 'what happened'],
  security: ['security check', 'sandbox', 'permissions', 'checklist'],
  updates: ['new version', 'upgrade', 'release notes', 'changelog'],
  docks: ['make a dock for OBS', 'browser dock', 'second screen', 'address'],
};

export interface SettingsPlace {
  /** The place's name in `?section=`. */
  readonly id: string;
  readonly title: string;
  readonly words: readonly string[];
}

/** Returns every named place of the Settings page: the sections, then the tools. */
export const settingsPlaces = (
  sections: readonly { readonly path: string; readonly title: string }[],
): readonly SettingsPlace[] =>
  [
    ...sections.map(({ path, title }) => ({ id: path, title })),
    ...Object.entries(settingsToolTitles).map(([id, title]) => ({ id, title })),
  ].map(({ id, title }) => ({ id, title, words: otherWords[id] ?? [] }));
