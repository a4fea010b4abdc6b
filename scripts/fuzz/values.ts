/** Values that fit a JSON schema, and mutations of them. Everything depends on the seed alone. */
import { isObject, type RandomSource } from '#shared/kernel/index.ts';

/** Returns a whole number from 0 to below `limit`. */
export const below = (random: RandomSource, limit: number): number => Math.floor(random.next() * limit);

/** Returns one of the items, of which there must be at least one. */
export const pick = <T>(random: RandomSource, items: readonly T[]): T => {
  const item = items[below(random, items.length)];
  if (item === undefined) throw new TypeError('There is nothing to pick from');
  return item;
};

/** Returns true in `share` of all calls. */
export const often = (random: RandomSource, share: number): boolean => random.next() < share;

/** Ids and words that the fakes know, so that some messages act on something. */
const knownWords = [
  'obs:main',
  'discord',
  'twitch',
  'twitch-chat',
  'Main',
  'Break',
  'r-1',
  'w-1',
  'obs-password',
];

const letters = ['a', 'b', 'c', 'd', 'i', 'l', 'm', 'n', 'o', 'p', '0', '7', '8', '-', ' ', 'é', '💡'];

const oddTexts = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  '\u0000',
  '\uD800',
  '\u202Egnp.exe',
  'Z\u0351\u036B\u0343\u036A',
  '../../etc/passwd',
  '%2e%2e%2f',
  '<script>alert(1)</script>',
  "'; drop table events; --",
  '${7*7}',
  '\r\nSet-Cookie: a=b',
  '9007199254740993',
  '-1',
  'NaN',
  'true',
  'null',
  '[object Object]',
];

/** Text that stands for a number which `JSON.stringify` cannot write; see {@link toJson}. */
const rawNumbers: Readonly<Record<string, string>> = {
  '@raw-huge@': '1e400',
  '@raw-negative-zero@': '-0',
  '@raw-unsafe@': '9007199254740993',
  '@raw-tiny@': '5e-324',
  '@raw-long@': `1${'0'.repeat(400)}`,
};

/** Returns JSON text of a value; names of raw numbers become the numbers. */
export const toJson = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'null';
  return text.includes('@raw-')
    ? text.replaceAll(/"(@raw-[a-z-]+@)"/g, (_, name: string) => rawNumbers[name] ?? '0')
    : text;
};

type Schema = Readonly<Record<string, unknown>>;

const asSchema = (value: unknown): Schema => (isObject(value) ? value : {});
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const asNumber = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

const fittingText = (schema: Schema, random: RandomSource): string => {
  const longest = Math.min(asNumber(schema['maxLength'], 40), 40);
  const text = often(random, 0.4)
    ? pick(random, knownWords)
    : Array.from({ length: 1 + below(random, 12) }, () => pick(random, letters)).join('');
  return text.slice(0, Math.max(longest, asNumber(schema['minLength'], 0)));
};

const fittingNumber = (schema: Schema, random: RandomSource): number => {
  const least = Math.max(asNumber(schema['minimum'], asNumber(schema['exclusiveMinimum'], -1) + 1), -1_000);
  const most = Math.min(asNumber(schema['maximum'], least + 1_000), least + 1_000_000);
  const value = least + random.next() * Math.max(0, most - least);
  return schema['type'] === 'integer' ? Math.round(value) : value;
};

/** Returns a value that fits a JSON schema in most cases: patterns and refinements are not followed. */
export const fittingValue = (schema: Schema, random: RandomSource, depth = 0): unknown => {
  if ('const' in schema) return schema['const'];
  const choices = asList(schema['enum']);
  if (choices.length > 0) return pick(random, choices);
  const variants = [...asList(schema['anyOf']), ...asList(schema['oneOf'])];
  if (variants.length > 0) return fittingValue(asSchema(pick(random, variants)), random, depth + 1);
  const type = schema['type'];
  if (type === 'object' || isObject(schema['properties'])) {
    const required = new Set(asList(schema['required']));
    const entries = Object.entries(asSchema(schema['properties']))
      .filter(([name]) => required.has(name) || often(random, 0.5))
      .map(([name, each]) => [name, fittingValue(asSchema(each), random, depth + 1)] as const);
    return Object.fromEntries(entries);
  }
  if (type === 'array')
    return Array.from({ length: below(random, 3) }, () =>
      fittingValue(asSchema(schema['items']), random, depth + 1),
    );
  if (type === 'string') return fittingText(schema, random);
  if (type === 'number' || type === 'integer') return fittingNumber(schema, random);
  if (type === 'boolean') return often(random, 0.5);
  if (type === 'null') return null;
  return depth > 4 ? 1 : anyValue(random, depth + 1);
};

/** Returns a value of any JSON type. */
export const anyValue = (random: RandomSource, depth = 0): unknown => {
  const kinds = depth > 3 ? 6 : 8;
  switch (below(random, kinds)) {
    case 0:
      return null;
    case 1:
      return often(random, 0.5);
    case 2:
      return (random.next() - 0.5) * 10 ** below(random, 20);
    case 3:
      return pick(random, oddTexts);
    case 4:
      return pick(random, Object.keys(rawNumbers));
    case 5:
      return pick(random, knownWords);
    case 6:
      return Array.from({ length: below(random, 4) }, () => anyValue(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: below(random, 4) }, () => [pick(random, oddTexts), anyValue(random, depth + 1)]),
      );
  }
};

/** Returns arrays or objects in each other. */
const nested = (random: RandomSource): unknown => {
  const depth = pick(random, [20, 50, 50, 50, 500, 500, 3_000]);
  let value: unknown = 1;
  const inObjects = often(random, 0.5);
  for (let level = 0; level < depth; level += 1) value = inObjects ? { a: value } : [value];
  return value;
};

/** Returns an object with own properties that would change a prototype if they were copied carelessly. */
const polluting = (random: RandomSource): unknown =>
  JSON.parse(
    pick(random, [
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"__proto__":[],"length":1}',
      '{"toString":1,"valueOf":1,"hasOwnProperty":1}',
      '{"then":1,"toJSON":1}',
    ]),
  );

type Mutate = (value: unknown, random: RandomSource) => unknown;

/** Returns the value with one of its fields replaced; the whole value when it has no field. */
const inOneField = (value: unknown, random: RandomSource, replace: (field: unknown) => unknown): unknown => {
  if (!isObject(value)) return replace(value);
  const names = Object.keys(value);
  if (names.length === 0) return { [pick(random, oddTexts)]: replace(undefined) };
  const name = pick(random, names);
  const field = value[name];
  // A computed `__proto__` is an own property; an assigned one would change the prototype.
  return {
    ...value,
    [name]: isObject(field) && often(random, 0.5) ? inOneField(field, random, replace) : replace(field),
  };
};

/** The mutations of an input by name; `none` sends the fitting value. */
export const mutations: Readonly<Record<string, Mutate>> = {
  none: (value) => value,
  'wrong type': (value, random) => inOneField(value, random, () => anyValue(random)),
  missing: (value, random) => {
    if (!isObject(value)) return undefined;
    const names = Object.keys(value);
    const gone = names.length === 0 ? null : pick(random, names);
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== gone));
  },
  extra: (value, random) => ({
    ...(isObject(value) ? value : {}),
    [pick(random, oddTexts)]: anyValue(random),
  }),
  deep: (value, random) => inOneField(value, random, () => nested(random)),
  huge: (value, random) =>
    inOneField(value, random, () =>
      'x'.repeat(pick(random, [300, 300, 1_500, 1_500, 1_500, 5_000, 5_000, 60_000, 70_000])),
    ),
  pollution: (value, random) =>
    often(random, 0.5)
      ? inOneField(value, random, () => polluting(random))
      : Object.assign(Object.create(null), polluting(random), value),
  'wrong arity': (value, random) =>
    pick<() => unknown>(random, [
      () => [],
      () => [value],
      () => [value, value],
      () => null,
      () => undefined,
      () => 'text',
    ])(),
  'odd text': (value, random) => inOneField(value, random, () => pick(random, oddTexts)),
  'raw number': (value, random) => inOneField(value, random, () => pick(random, Object.keys(rawNumbers))),
  anything: (_, random) => anyValue(random),
};
