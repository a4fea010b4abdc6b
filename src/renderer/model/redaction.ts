import { findTopic } from '#shared/catalogue/topics/index.ts';
import { isObject } from '#shared/kernel/index.ts';

/**
 * Takes out of what the host tells whatever an audience must not see: viewers' names, addresses, paths,
 * secrets. What is taken out never reaches the stores, so that it cannot reach the page.
 */
export interface Redaction {
  /** A copy of `value` without it; the same viewer is always the same number. */
  cover(value: unknown): unknown;
}

const HIDDEN = 'hidden';

/** Names of viewers that are looked for in sentences; older ones are let go, as their messages are. */
const NAMES_HELD = 5_000;
/** Shorter names would be found in ordinary words. */
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

// What the window finds its way by. None of it is written by viewers.
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
  // What is on program, which the audience sees anyway.
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
// In what viewers write: names of those who have not written themselves yet.
const nameLike = /(?<![\w/.@])[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+(?![\w/])/gu;
const word = /[\p{L}\p{N}_]+/gu;

export const createRedaction = (): Redaction => {
  /** From a name or an id, in small letters, to the number that stands for it. */
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

  /** Learns every viewer in a frame before any sentence of it is read. */
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

  /** `loose`: within an event's data or a part's own facts, where no key is known to be ours. */
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
    // The call that takes an operation back is sent to the host as it is: covered, it would write the cover
    // there.
    return key === 'undo' && JSON.stringify(covered) !== JSON.stringify(held) ? null : covered;
  };

  const isUntold = (value: Readonly<Record<string, unknown>>): boolean =>
    typeof value['topic'] === 'string' &&
    // Of a topic that may name viewers the sentence is shown only when its data says whom, so that the name
    // is found.
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
    return !loose && isUntold(value) ? { ...covered, message: 'Hidden: it may name a viewer.' } : covered;
  };

  return {
    cover: (value) => {
      learnAll(value);
      return cover(value);
    },
  };
};
