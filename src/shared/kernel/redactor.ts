import { toDisposable } from './disposable.ts';
import { foreignWords, hideAllTokens, redacted } from './secret-formats.ts';
import { hiderOf, type HideSecret } from './known-secret.ts';

/**
 * Hides secrets in everything that leaves the program: logs, exports, diagnostics, error texts, status facts.
 * Never used on data that the program reads again, such as events, chat, the journal or settings. See
 * `docs/adr/0011-secrets-are-hidden-in-what-leaves.md`.
 */
export interface Redactor {
  /**
   * Returns a copy that is safe to show, redacted at any depth; the value itself when there was nothing to
   * hide. Strings under a key that names a secret are replaced whole. Cycles are cut.
   */
  redact<T>(value: T): T;
  /**
   * Returns the text with every known secret and every token replaced by `[redacted]`. Never hides an
   * ordinary word of a sentence.
   */
  text(text: string): string;
  /** Returns true when a text contains a known secret or a token: a reason to ask before it is sent. */
  holdsSecret(text: string): boolean;
  /**
   * Hides this value until the handle is disposed: a distinctive value everywhere, and a value that can be an
   * ordinary word only where a credential is expected. `generated` marks a value issued by a platform, which
   * is no ordinary word.
   */
  addSecret(value: string, options?: { readonly generated?: boolean }): Disposable;
}

const circular = '[circular]';
const tooDeep = '[too deep]';
/** Deeper than any legitimate payload, and far from a stack overflow. */
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
/** Words that, at the end of a key, make its value a fact about the secret and not the secret itself. */
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

/** A key as it may be shown, and if its value is a secret. */
type KeyVerdict = { readonly safeKey: string; readonly secret: boolean };

/** One registration of a secret; a value can be registered several times. */
type KnownSecret = { readonly length: number; readonly hide: HideSecret };

/** More keys than a program uses. Beyond them keys are being generated, and no more are cached. */
const maxKeys = 4_096;

/** The ancestors of the visited object, nearest first. */
type Ancestors = { readonly value: object; readonly depth: number; readonly next: Ancestors | null };

/**
 * Creates a redactor that knows the usual names of secrets, the formats of tokens, and the values added to
 * it.
 *
 * @example
 * ```ts
 * const redactor = createRedactor();
 * redactor.redact({ host: '127.0.0.1', password: 'hunter2' });
 * // => { host: '127.0.0.1', password: '[redacted]' }
 *
 * using known = redactor.addSecret('tR4xq9LmZ2bK7vWd');
 * redactor.text('OBS said: no tR4xq9LmZ2bK7vWd here'); // => 'OBS said: no [redacted] here'
 * ```
 */
export const createRedactor = (): Redactor => {
  /** Longest first, so that a secret never leaves the rest of a longer secret that contains it. */
  let known: readonly KnownSecret[] = [];
  /** Verdicts on keys; cleared with each new secret, which may be a key. */
  const keys = new Map<string, KeyVerdict>();

  const verdictOf = (key: string): KeyVerdict => {
    const remembered = keys.get(key);
    if (remembered !== undefined) return remembered;
    const verdict = { safeKey: hideKnown(key), secret: namesSecret(key) };
    if (keys.size < maxKeys) keys.set(key, verdict);
    return verdict;
  };

  const learn = (secrets: readonly KnownSecret[]): void => {
    known = secrets.toSorted((a, b) => b.length - a.length);
    keys.clear();
  };

  const hideOurs = (input: string): string => {
    let output = input;
    for (const { hide } of known) output = hide(output);
    return output;
  };
  const hideKnown = (input: string): string => hideAllTokens(hideOurs(input));
  const text = (input: string): string => foreignWords(hideOurs(input));

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
    // Every object may be read by its own keys.
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
    holdsSecret: (input) => hideKnown(input) !== input,
    // The shape stays the same: strings stay strings, objects keep their keys.
    redact: <T>(value: T): T => visit(value, false, null) as T,
    addSecret: (value, { generated = false } = {}) => {
      const secret = { length: value.length, hide: hiderOf(value, generated) };
      learn([...known, secret]);
      return toDisposable(() => learn(known.filter((each) => each !== secret)));
    },
  };
};
