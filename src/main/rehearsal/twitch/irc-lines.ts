/** One line from a client. */
export interface ClientLine {
  readonly tags: ReadonlyMap<string, string>;
  readonly command: string;
  readonly params: readonly string[];
}

/** Parses a client's line: optional tags, command, parameters. Null for an empty line. */
export const parseClientLine = (line: string): ClientLine | null => {
  let rest = line.trimStart();
  const tags = new Map<string, string>();
  if (rest.startsWith('@')) {
    const end = rest.indexOf(' ');
    if (end < 0) return null;
    for (const tag of rest.slice(1, end).split(';')) {
      const equals = tag.indexOf('=');
      tags.set(equals < 0 ? tag : tag.slice(0, equals), equals < 0 ? '' : tag.slice(equals + 1));
    }
    rest = rest.slice(end + 1).trimStart();
  }
  const trailingAt = rest.indexOf(' :');
  const head = trailingAt < 0 ? rest : rest.slice(0, trailingAt);
  const [command = '', ...params] = head.split(' ').filter((word) => word !== '');
  if (command === '') return null;
  if (trailingAt >= 0) params.push(rest.slice(trailingAt + 2));
  return { tags, command: command.toUpperCase(), params };
};

const escapes: ReadonlyMap<string, string> = new Map([
  [';', '\\:'],
  [' ', '\\s'],
  ['\\', '\\\\'],
  ['\r', '\\r'],
  ['\n', '\\n'],
]);

/** Formats tags in the given order, escaped as IRCv3 requires. */
export const formatTags = (tags: readonly (readonly [string, string])[]): string =>
  `@${tags.map(([name, value]) => `${name}=${value.replaceAll(/[; \\\r\n]/g, (character) => escapes.get(character) ?? character)}`).join(';')}`;
