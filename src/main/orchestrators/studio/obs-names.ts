const prefix = 'obs:';

/** Returns the id of the component that connects to an OBS of this name. */
export const obsComponentOf = (name: string): string => `${prefix}${name}`;

/** True for the id of a component that connects to an OBS. */
export const isObsComponent = (id: string): boolean => id.startsWith(prefix);

/** Returns the name of an OBS for people: the usual one needs none of its own. */
export const obsTitleOf = (name: string): string => (name === 'main' ? 'OBS' : `OBS ${name}`);

/** Returns the name under which the vault keeps the password of an OBS. */
export const obsPasswordOf = (name: string): string => `obs-${name}-password`;

/** Returns the name of the OBS that a secret is the password of; null for another secret. */
export const obsOfPassword = (secret: string): string | null =>
  /^obs-(?<name>.+)-password$/.exec(secret)?.groups?.['name'] ?? null;
