import { platforms, type SettingsSection } from '#shared/model/index.ts';

/** A connection of a live run, from the settings. */
export interface LiveConnection {
  readonly title: string;
  /** The channel or address; null when it is not set up or off. */
  readonly place: string | null;
  /** The target of its connection test; null when there is none. */
  readonly target: string | null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const entriesOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value)
    ? value.filter((entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null)
    : [];

/** Returns the connections of a live run in the settings' order; empty before the settings arrive. */
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
