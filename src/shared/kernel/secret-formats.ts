/** The replacement for a secret. */
export const redacted = '[redacted]';

/** Replaces the text after the first group, so that the reader still sees which kind of secret was hidden. */
export const hideAfterGroup = `$1${redacted}`;

/**
 * Formats that only credentials have. Each keeps its first group. A text in one of these formats is a secret,
 * whoever owns it.
 */
const tokenFormats: readonly RegExp[] = [
  /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  /\b(oauth:)[a-z0-9]{8,}/gi,
  /\b((?:Bearer|Bot|OAuth)\s+)(?=[\w.~+/-]*\d[\w.~+/-]*\d)[\w.~+/-]{20,}=*/gi,
  /\b()eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g,
  /(?<![\w.-])()[A-Za-z][\w-]{22,30}\.[\w-]{6,7}\.[\w-]{27,}/g,
  /(\/api\/(?:v\d+\/)?webhooks\/\d+\/)[\w-]{20,}/gi,
  /\b(live_\d+_)\w{10,}/g,
  /\b()(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{36})/g,
  /\b()(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b()(?:sk-(?=[\w-]*\d)[\w-]{20,}|[rs]k_(?:live|test)_\w{16,}|xox[abeprs]-[\w-]{10,}|AIza[\w-]{35})/g,
  // Up to the last "@" before the path: a password may contain an "@".
  /(:\/\/[^\s/:@?#"'<>]*:)[^\s/?#"'<>]+(?=@)/g,
  /(\bAuthorization["']?\s*[:=]\s*["']?(?:Bearer|Basic|Bot|OAuth)\s+)(?!\[redacted\])[^\s"',;]{6,}/gi,
  /(:\/\/[^\s"'<>]*[?&#](?:access_token|refresh_token|id_token|auth_token|client_secret|password|passwd|api_?key)=)(?!\[redacted\])[^&\s#"'<>]+/gi,
];

/**
 * A Twitch token without a prefix: exactly thirty lower-case letters and digits, several of each. A Twitch
 * client id has the same format and is no secret, so this is not used for text that the program reads again.
 */
const bareTwitchToken =
  /(?<![A-Za-z0-9_-])()(?=(?:[a-z]*\d){3})(?=(?:\d*[a-z]){3})[a-z0-9]{30}(?![A-Za-z0-9_-])/g;

/** `Basic` and a possible user with a password in base64. */
const basicHeader = /\b(Basic\s+)([A-Za-z0-9+/_-]{6,}={0,2})(?![A-Za-z0-9+/_=-])/gi;
const printable = /^[^\p{Cc}\uFFFD]*$/u;

const isUserWithPassword = (encoded: string): boolean => {
  try {
    const bytes = Uint8Array.from(
      atob(encoded.replaceAll('-', '+').replaceAll('_', '/')),
      (character) => character.codePointAt(0) ?? 0,
    );
    const text = new TextDecoder().decode(bytes);
    return text.includes(':') && printable.test(text);
  } catch {
    return false;
  }
};

/** Syntax by which programs name a secret. The value can be anything. */
const credentialAssignments: readonly RegExp[] = [
  /((?<![\p{L}\p{N}])(?:password|passwd|passphrase|client_secret|(?:access|refresh|auth|id)_token|api[_-]?key)=["']?)(?!\[redacted\])[^\s"',;&)\]}]+/giu,
  // In the query of a URL these names are as often harmless.
  /((?<![?&#\p{L}\p{N}])(?:pwd|secret|token)=["']?)(?!\[redacted\])[^\s"',;&)\]}]+/giu,
  /("(?:\w+[_-])?(?:password|passwd|passphrase|secret|token|api[_-]?key|stream[_-]?key|authorization)"\s*:\s*")(?!\[redacted\])(?:[^"\\]|\\.)+/gi,
  // The same within a JSON string.
  /(\\"(?:\w+[_-])?(?:password|passwd|passphrase|secret|token|api[_-]?key|stream[_-]?key|authorization)\\"\s*:\s*\\")(?!\[redacted\])[^"\\]+/gi,
  // As Node prints an object.
  /(\b(?:password|passwd|passphrase|clientSecret|accessToken|refreshToken): ')(?!\[redacted\])[^'\n]+/g,
];

/** Phrases with which people write down a secret, and many other things. */
const suspiciousWords: readonly RegExp[] = [
  /\b(?:passwords?|passwd|passphrase|secrets?|token|api[ _-]?key|stream[ _-]?key)["']?\s*(?:[:=]|\bis\b)\s*["']?[^\s"',;}]{4,}/i,
  /[?&#](?:token|secret|key|code|sig|signature)=[^&\s#"']{4,}/i,
];

/** No token is shorter than this, whatever its prefix. */
const shortestToken = 14;

/** The characters of tokens, prefixes included. */
const tokenCharacters = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~+/:-@=') {
  tokenCharacters[character.charCodeAt(0)] = 1;
}

const isTokenCharacter = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index);
  return code < 128 && tokenCharacters[code] === 1;
};

/** Checks one character in fourteen, and its neighbours only when it could be part of a token. */
const hasLongRun = (text: string): boolean => {
  let start = 0;
  while (start + shortestToken <= text.length) {
    const end = start + shortestToken - 1;
    let index = end;
    while (index >= start && isTokenCharacter(text, index)) index--;
    if (index < start) return true;
    start = index + 1;
  }
  return false;
};

/**
 * A quick check that spares most texts the dozen searches. Short tokens follow a scheme or are part of a URL.
 */
const canHoldToken = (text: string): boolean =>
  hasLongRun(text) ||
  text.includes('://') ||
  text.includes('-----BEGIN') ||
  /\b(?:basic|authorization)\b/i.test(text);

const replaceAllOf = (formats: readonly RegExp[], text: string): string => {
  let output = text;
  for (const format of formats) output = output.replace(format, hideAfterGroup);
  return output;
};

/**
 * Hides every text in a format that only credentials have, and keeps the rest unchanged.
 *
 * @example
 * ```ts
 * hideTokens('ws://me:swordfish@127.0.0.1'); // => 'ws://me:[redacted]@127.0.0.1'
 * hideTokens('The secret: practice every day'); // => 'The secret: practice every day'
 * ```
 */
export const hideTokens = (text: string): string => {
  if (!canHoldToken(text)) return text;
  const output = replaceAllOf(tokenFormats, text);
  return output.replace(basicHeader, (whole, scheme: string, encoded: string) =>
    isUserWithPassword(encoded) ? `${scheme}${redacted}` : whole,
  );
};

/**
 * Hides the same as {@link hideTokens}, and Twitch tokens without a prefix. For text that leaves the program.
 */
export const hideAllTokens = (text: string): string => {
  const output = hideTokens(text);
  return output.length < 30 ? output : output.replace(bareTwitchToken, hideAfterGroup);
};

/**
 * Hides the value in `password=…`, `"token": "…"` and similar. For text that another program wrote and that
 * leaves this one.
 */
export const hideAssignments = (text: string): string =>
  text.includes('=') || text.includes(':') ? replaceAllOf(credentialAssignments, text) : text;

/**
 * Returns the words of a library or a platform for quoting in our own sentence. Every bridge applies this to
 * foreign text before it creates a fault or an answer. Secrets that Cuelight itself knows are hidden where
 * the fault is shown.
 *
 * @example
 * ```ts
 * foreignWords('connect failed ws://me:swordfish@127.0.0.1');
 * // => 'connect failed ws://me:[redacted]@127.0.0.1'
 * ```
 */
export const foreignWords = (text: string): string => hideAssignments(hideAllTokens(text));

/**
 * Returns true for a text that may contain a password but may also be ordinary talk: only a reason for a
 * warning.
 */
export const looksLikeSecret = (text: string): boolean =>
  suspiciousWords.some((pattern) => pattern.test(text)) || hideAllTokens(text) !== text;
