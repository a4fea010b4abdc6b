const prefix = 'obs:';

/** Returns the id of the component that connects to an OBS of this name. */
export const obsComponentOf = (name: string): string => `${prefix}${name}`;

/** True for the id of a component that connects to an OBS. */
export const isObsComponent = (id: string): boolean => id.startsWith(prefix);

/** Returns the title of an OBS for people. The default OBS needs no name. */
export const obsTitleOf = (name: string): string => (name === 'main' ? 'OBS' : `OBS ${name}`);

/** Returns the vault name of an OBS's password. */
export const obsPasswordOf = (name: string): string => `obs-${name}-password`;

/** Returns the name of the OBS that a password belongs to; null for other secrets. */
export const obsOfPassword = (secret: string): string | null =>
  /^obs-(?<name>.+)-password$/.exec(secret)?.groups?.['name'] ?? null;
