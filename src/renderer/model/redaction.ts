import { findTopic } from '#shared/catalogue/topics/index.ts';
import { isObject } from '#shared/kernel/index.ts';

/**
 * Removes private data from the host's frames: viewers' names, addresses, paths, secrets. The data never
 * reaches the stores, so it cannot reach the page.
 */
export interface Redaction {
  /** Returns a redacted copy of `value`. A viewer always gets the same number. */
  cover(value: unknown): unknown;
}

const HIDDEN = 'hidden';

/**
 * The largest number of viewers' names to look for in sentences; older names are dropped, as their messages
 * are.
 */
const NAMES_HELD = 5_000;
/** The shortest name to look for: shorter ones occur in ordinary words. */
const SHORTEST_NAME = 3;

const nameKeys: ReadonlySet<string> = new Set([
  'displayName',
  'userName',
  'userLogin',
  'login',
  'user',
  'username',
  'viewer',
  'author',
  'nick',
  'chatter',
]);
const idKeys: ReadonlySet<string> = new Set(['userId', 'authorId', 'viewerId']);
const secretKeys =
  /(?:address|url|uri|endpoint|hostname|path|file|folder|directory|^ip|token|secret|password|passphrase)$/i;

// Fields that the window navigates by. Viewers write none of them.
const structuralKeys: ReadonlySet<string> = new Set([
  'id',
  'ids',
  'epoch',
  'kind',
  'platform',
  'componentId',
  'causeId',
  'correlationId',
  'commandId',
  'messageId',
  'source',
  'target',
  'topic',
  'parent',
  'from',
  'to',
  'state',
  'desired',
  'wanted',
  'level',
  'status',
  'settingsPath',
  'code',
  'unit',
  'mode',
  'roles',
  'dependents',
  'collateral',
  'order',
  'replyTo',
  'color',
  // The current scene, which the audience sees anyway.
  'image',
]);

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(?:https?|wss?|ftp|file|nats|rtmps?):\/\/[^\s"'<>)\]]+/giu, 'address hidden'],
  [/\b(?:oauth:|Bearer\s+)[\w.~+/-]{6,}=*/giu, 'secret hidden'],
  [/\b[\w.+-]+@[\w-]+\.[\w.-]+\b/gu, 'address hidden'],
  [/(?:\[[\da-f:]*:[\da-f:.]*\]|\b(?:\d{1,3}\.){3}\d{1,3}\b)(?::\d{1,5})?/giu, 'address hidden'],
  [/\blocalhost(?::\d{1,5})?\b/giu, 'address hidden'],
  [/(?<![\w/:.])~?\/(?:[\w.-]+\/)+[^\s"'<>]*/gu, 'path hidden'],
  [/\b[A-Z]:\\[^\s"'<>]*/giu, 'path hidden'],
];

const mention = /(?<!\w)@[\p{L}\p{N}_]{2,}/gu;
// Mentions in viewers' texts, of viewers who have not written themselves.
const nameLike = /(?<![\w/.@])[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+(?![\w/])/gu;
const word = /[\p{L}\p{N}_]+/gu;

export const createRedaction = (): Redaction => {
  /** Numbers by name or id, in lower case. */
  const numbers = new Map<string, number>();
  let count = 0;

  const learn = (keys: readonly string[]): number => {
    const known = keys.map((key) => numbers.get(key)).find((number) => number !== undefined);
    const number = known ?? (count += 1);
    for (const key of keys) {
      numbers.delete(key);
      numbers.set(key, number);
    }
    for (const oldest of numbers.keys()) {
      if (numbers.size <= NAMES_HELD) break;
      numbers.delete(oldest);
    }
    return number;
  };

  const namesIn = (value: Readonly<Record<string, unknown>>): string[] =>
    Object.entries(value).flatMap(([key, held]) =>
      (nameKeys.has(key) || idKeys.has(key)) && typeof held === 'string' && held !== ''
        ? [held.toLowerCase()]
        : [],
    );

  /** Learns every viewer in a frame before it redacts any sentence of the frame. */
  const learnAll = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) learnAll(item);
      return;
    }
    if (!isObject(value)) return;
    const keys = namesIn(value);
    if (keys.length > 0) learn(keys);
    for (const held of Object.values(value)) learnAll(held);
  };

  const nameOf = (held: string): string => `Viewer ${learn([held.toLowerCase()])}`;

  const coverText = (text: string): string => {
    let covered = text;
    for (const [pattern, words] of patterns) covered = covered.replace(pattern, words);
    covered = covered.replace(mention, (name) => `@${nameOf(name.slice(1))}`);
    return covered.replace(word, (found) => {
      const number = found.length < SHORTEST_NAME ? undefined : numbers.get(found.toLowerCase());
      return number === undefined ? found : `Viewer ${number}`;
    });
  };

  /** `loose` applies within an event's data or a component's facts, where no key is known to be ours. */
  const coverHeld = (key: string, held: unknown, loose: boolean): unknown => {
    const structural = !loose && structuralKeys.has(key);
    if (typeof held === 'string') {
      if (held === '' || structural) return held;
      if (nameKeys.has(key)) return nameOf(held);
      if (idKeys.has(key)) return `viewer-${learn([held.toLowerCase()])}`;
      if (secretKeys.test(key)) return HIDDEN;
      return coverText(key === 'text' ? held.replace(nameLike, nameOf) : held);
    }
    if (Array.isArray(held))
      return held.map((item: unknown) =>
        typeof item === 'string' ? coverHeld(key, item, loose) : cover(item, loose),
      );
    const covered = cover(held, loose || ((key === 'data' || key === 'status') && isObject(held)));
    // The undo call goes back to the host unchanged: redacted, it would write the placeholder there.
    return key === 'undo' && JSON.stringify(covered) !== JSON.stringify(held) ? null : covered;
  };

  const isUndeclared = (value: Readonly<Record<string, unknown>>): boolean =>
    typeof value['topic'] === 'string' &&
    // A topic that may name viewers shows its sentence only when its data has the name, so that redaction
    // finds it.
    findTopic(value['topic'])?.namesNobody !== true &&
    isObject(value['data']) &&
    namesIn(value['data']).length === 0;

  const cover = (value: unknown, loose = false): unknown => {
    if (typeof value === 'string') return coverText(value);
    if (Array.isArray(value)) return value.map((item) => cover(item, loose));
    if (!isObject(value)) return value;
    const covered = Object.fromEntries(
      Object.entries(value).map(([key, held]) => [key, coverHeld(key, held, loose)]),
    );
    return !loose && isUndeclared(value) ? { ...covered, message: 'Hidden: it may name a viewer.' } : covered;
  };

  return {
    cover: (value) => {
      learnAll(value);
      return cover(value);
    },
  };
};
