/** Takes secrets out of what is about to be seen: by the name of a key, by the shape of a token, or by its very value. */
export interface Redactor {
  /** A copy safe to show, at any depth; the value itself when there was nothing to hide. Cycles are cut. */
  redact<T>(value: T): T;
  /** The text with every secret replaced by {@link redacted}. */
  text(text: string): string;
  /** Hides this very value wherever it appears, until disposed. Values under 4 characters are too short to search for. */
  addSecret(value: string): Disposable;
}

/** What stands where a secret stood. */
export const redacted = '[redacted]';
const circular = '[circular]';
const tooDeep = '[too deep]';
/** Deeper than any honest payload, and far from the end of the stack. */
const maxDepth = 200;

const secretWords = new Set(
  'password passwd passphrase pwd pass secret secrets token tokens authorization auth cookie cookies credential credentials oauth bearer jwt'.split(
    ' ',
  ),
);
const secretPairs = new Set([
  'api key',
  'private key',
  'stream key',
  'access key',
  'signing key',
  'encryption key',
]);
/** Words that, at the end of a key, make it a fact about the secret and not the secret. */
const factWords = new Set(
  'state status kind type count length at name title file path present set valid age limit expiry method required'.split(
    ' ',
  ),
);

const wordsOf = (key: string): string[] =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const namesSecret = (key: string): boolean => {
  const words = wordsOf(key);
  if (factWords.has(words.at(-1) ?? '')) return false;
  return words.some(
    (word, index) => secretWords.has(word) || secretPairs.has(`${word} ${words[index + 1] ?? ''}`),
  );
};

/** Not a shape of a token but of a sentence that tells one; asked even of short texts. */
const namedSecret =
  /\b((?:password|passwd|secret|token|api[ _-]?key)["']?\s*[:=]\s*["']?)(?!\[redacted\])[^\s"',;}]{4,}/gi;
const userInfo = /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;

/** Each shape keeps its first group, so that the reader still sees what kind of thing was hidden. */
const tokenShapes: readonly RegExp[] = [
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(oauth:)[a-z0-9]{8,}/gi,
  /\b((?:Bearer|Basic|Bot|OAuth)\s+)(?=[\w.~+/-]*\d)[\w.~+/-]{14,}=*/gi,
  /\b()eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g,
  /\b()[A-Za-z0-9][\w-]{22,30}\.[\w-]{6,7}\.[\w-]{27,}/g,
  /(\/api\/webhooks\/\d+\/)[\w-]{20,}/g,
  /\b(live_\d+_)\w{10,}/g,
  /\b()(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|AKIA[A-Z0-9]{16}|sk-[\w-]{20,}|xox[abpr]-[\w-]{10,})/g,
  /\b()(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{30}\b/g,
  userInfo,
  /([?&#](?:access_token|refresh_token|token|client_secret|secret|password|api_key|key|sig|signature|code)=)[^&\s#"']+/gi,
  namedSecret,
];

/** What can be hidden in a text without any long run of characters. */
const colonShapes: readonly RegExp[] = [userInfo, namedSecret];

/** No token is shorter than this, whatever marks it. */
const shortestToken = 14;

/** The characters that tokens are made of, marks included. */
const tokenCharacters = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~+/:-') {
  tokenCharacters[character.charCodeAt(0)] = 1;
}

const isTokenCharacter = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index);
  return code < 128 && tokenCharacters[code] === 1;
};

/** Looks at one character in fourteen, and at its neighbours only where it could be part of a token. */
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

/** A quick look, which spares most texts the dozen searches: `all`, or only what a colon can mark. */
const suspicion = (text: string): 'none' | 'colon' | 'all' => {
  if (text.includes('=') || hasLongRun(text)) return 'all';
  return text.includes(':') ? 'colon' : 'none';
};

/** A key as it may be shown, and whether what stands under it is a secret. */
type KeyVerdict = { readonly safeKey: string; readonly secret: boolean };

/** More keys than a program has; beyond them something makes keys up, and no more are remembered. */
const maxKeys = 4_096;

/** How many texts are remembered as free of any token, and how long such a text may be. */
const maxCleared = 1_024;
const maxClearedLength = 64;

/** The objects around the one that is looked at, the nearest first. */
type Ancestors = { readonly value: object; readonly depth: number; readonly next: Ancestors | null };

/**
 * A redactor that knows the usual names and shapes, and the values it is given.
 *
 * @example
 * ```ts
 * const redactor = createRedactor();
 * redactor.redact({ host: '127.0.0.1', password: 'hunter2' }); // => { host: '127.0.0.1', password: '[redacted]' }
 *
 * using known = redactor.addSecret('hunter2');
 * redactor.text('OBS refused hunter2'); // => 'OBS refused [redacted]'
 * ```
 */
export const createRedactor = (): Redactor => {
  const known = new Map<string, number>();
  /** What is known of keys; started afresh with each new secret, which may be a key. */
  const keys = new Map<string, KeyVerdict>();

  /** Texts that look as if they could hold a token and do not, such as the ids that every event carries. */
  const cleared = new Set<string>();

  const verdictOf = (key: string): KeyVerdict => {
    const remembered = keys.get(key);
    if (remembered !== undefined) return remembered;
    const verdict = { safeKey: text(key), secret: namesSecret(key) };
    if (keys.size < maxKeys) keys.set(key, verdict);
    return verdict;
  };

  const text = (input: string): string => {
    let output = input;
    if (known.size > 0) {
      for (const secret of known.keys())
        if (output.includes(secret)) output = output.replaceAll(secret, redacted);
    }
    const level = suspicion(output);
    if (level === 'none' || cleared.has(output)) return output;
    const suspect = output;
    for (const shape of level === 'all' ? tokenShapes : colonShapes)
      output = output.replace(shape, `$1${redacted}`);
    if (output === suspect && suspect.length <= maxClearedLength) {
      if (cleared.size === maxCleared) cleared.clear();
      cleared.add(suspect);
    }
    return output;
  };

  const visit = (value: unknown, underSecret: boolean, ancestors: Ancestors | null): unknown => {
    if (typeof value === 'string') return underSecret && value !== '' ? redacted : text(value);
    if (typeof value === 'bigint') return underSecret ? redacted : String(value);
    if (typeof value !== 'object' || value === null) return value;
    for (let above = ancestors; above !== null; above = above.next)
      if (above.value === value) return circular;
    if (ancestors !== null && ancestors.depth >= maxDepth) return tooDeep;
    return visitObject(value, underSecret, {
      value,
      depth: ancestors === null ? 1 : ancestors.depth + 1,
      next: ancestors,
    });
  };

  const visitObject = (value: object, underSecret: boolean, ancestors: Ancestors): unknown => {
    if (Array.isArray(value)) return visitArray(value, underSecret, ancestors);
    if (value instanceof Date) return value;
    if (value instanceof Error)
      return { name: value.name, message: underSecret ? redacted : text(value.message) };
    if (value instanceof Map) return visitObject(Object.fromEntries(value), underSecret, ancestors);
    if (value instanceof Set) return visitArray([...value], underSecret, ancestors);
    // Any object may be read by its own keys.
    const fields = value as Readonly<Record<string, unknown>>;
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(value)) {
      const inner = fields[key];
      const { safeKey, secret } = verdictOf(key);
      const safe = visit(inner, underSecret || secret, ancestors);
      if (safe === inner && safeKey === key) continue;
      copy ??= { ...fields };
      if (safeKey !== key) delete copy[key];
      copy[safeKey] = safe;
    }
    return copy ?? value;
  };

  const visitArray = (items: readonly unknown[], underSecret: boolean, ancestors: Ancestors): unknown => {
    let copy: unknown[] | undefined;
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      const safe = visit(item, underSecret, ancestors);
      if (safe === item) continue;
      copy ??= [...items];
      copy[index] = safe;
    }
    return copy ?? items;
  };

  return {
    text,
    // The shape stays the same: strings stay strings, objects keep their keys.
    redact: <T>(value: T): T => visit(value, false, null) as T,
    addSecret: (value) => {
      if (value.length < 4) return { [Symbol.dispose]: () => undefined };
      known.set(value, (known.get(value) ?? 0) + 1);
      keys.clear();
      let held = true;
      return {
        [Symbol.dispose]: () => {
          if (!held) return;
          held = false;
          const uses = (known.get(value) ?? 1) - 1;
          if (uses === 0) known.delete(value);
          else known.set(value, uses);
          keys.clear();
        },
      };
    },
  };
};
