/** One line of Twitch's IRC from the transport: tags unescaped, nothing interpreted. */
export interface IrcMessage {
  /** Unescaped tag values; a tag without a value is the empty string. A map, so that no name is special. */
  readonly tags: ReadonlyMap<string, string>;
  /** `nick!user@host`, or a server's name; null when the line has none. */
  readonly prefix: string | null;
  readonly command: string;
  readonly params: readonly string[];
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['s', ' '],
  [':', ';'],
  ['n', '\n'],
  ['r', '\r'],
]);

/** Reverts IRCv3 tag escaping: an unknown escape loses its backslash, a trailing backslash vanishes. */
export const unescapeTagValue = (value: string): string =>
  value.includes('\\')
    ? value.replace(/\\(.?)/gsu, (_match, escaped: string) => escapes.get(escaped) ?? escaped)
    : value;

/** Returns the nick of a `nick!user@host` prefix in lower case; null for a server or a missing prefix. */
export const nickOf = (prefix: string | null): string | null => {
  if (prefix === null) return null;
  const end = prefix.indexOf('!');
  return end > 0 ? prefix.slice(0, end).toLowerCase() : null;
};

/** Returns the channel of a line, without `#` and in lower case; the empty string when it has none. */
export const channelOf = (message: IrcMessage): string =>
  (message.params[0] ?? '').replace(/^#/, '').toLowerCase();

/** Returns the last parameter, which contains the text of most commands. */
export const trailingOf = (message: IrcMessage): string => message.params[1] ?? '';
