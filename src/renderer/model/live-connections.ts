import { platforms, type SettingsSection } from '#shared/model/index.ts';

/** What a live run connects to, as the settings say. */
export interface LiveConnection {
  readonly title: string;
  /** Where it goes: a channel or an address; null when it is not set up, or switched off. */
  readonly place: string | null;
  /** What tries it; null when nothing can. */
  readonly target: string | null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const entriesOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value)
    ? value.filter((entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null)
    : [];

/** The connections of a live run, in the order of the settings; empty while the settings are not read. */
export const liveConnections = (sections: readonly SettingsSection[]): readonly LiveConnection[] =>
  sections.flatMap(({ path, title, values, testTarget: target }): LiveConnection[] => {
    const platform = platforms.find(({ settingsPath }) => settingsPath === path);
    if (!platform) return [];
    if (platform.place === null)
      return entriesOf(values['instances']).map((instance) => ({
        title: `${title} ${textOf(instance['name'])}`,
        place: instance['enabled'] === false ? null : textOf(instance['address']),
        target,
      }));
    const { key, prefix } = platform.place;
    const place = values['enabled'] === true ? textOf(values[key]) : '';
    return [{ title, place: place === '' ? null : `${prefix}${place}`, target }];
  });
