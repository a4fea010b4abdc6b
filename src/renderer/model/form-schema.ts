import { isObject } from '#shared/kernel/index.ts';

/** The fields of a form, from a settings section's JSON Schema. */

export type FormValues = Readonly<Record<string, unknown>>;

interface FieldBase {
  /** The name within the field's object. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
}

/** An option of a choice, with its words for people. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

export type FormField = FieldBase &
  (
    | { readonly kind: 'toggle' }
    /** A text field; `lines` is the number of visible lines. */
    | { readonly kind: 'text'; readonly maxLength: number | null; readonly lines: number | null }
    | {
        readonly kind: 'number';
        readonly minimum: number | null;
        readonly maximum: number | null;
        readonly whole: boolean;
        /** The unit after the number, such as `s`. */
        readonly unit: string | null;
      }
    | { readonly kind: 'choice'; readonly options: readonly Choice[] }
    | { readonly kind: 'words'; readonly maxItems: number | null }
    | { readonly kind: 'cards'; readonly fields: readonly FormField[]; readonly maxItems: number | null }
    | { readonly kind: 'group'; readonly fields: readonly FormField[] }
    /** A value without a form field: read-only, edited in the file. */
    | { readonly kind: 'raw' }
  );

type Schema = Readonly<Record<string, unknown>>;

const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Returns the words of a property name, such as `probeSeconds`, for a property without a title. */
const wordsOf = (name: string): string => {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const readChoices = (values: readonly string[], words: unknown): readonly Choice[] =>
  values.map((value) => ({
    value,
    label: textOr(isObject(words) ? words[value] : null, value),
  }));

const readField = (name: string, schema: unknown): FormField => {
  const source: Schema = isObject(schema) ? schema : {};
  const base: FieldBase = {
    name,
    title: textOr(source['title'], wordsOf(name)),
    description: typeof source['description'] === 'string' ? source['description'] : null,
  };
  if (Array.isArray(source['enum']) && source['enum'].every((option) => typeof option === 'string'))
    return { ...base, kind: 'choice', options: readChoices(source['enum'], source['choices']) };
  switch (source['type']) {
    case 'boolean':
      return { ...base, kind: 'toggle' };
    case 'string':
      return {
        ...base,
        kind: 'text',
        maxLength: numberOrNull(source['maxLength']),
        lines: numberOrNull(source['lines']),
      };
    case 'number':
    case 'integer':
      return {
        ...base,
        kind: 'number',
        minimum: numberOrNull(source['minimum']),
        maximum: numberOrNull(source['maximum']),
        whole: source['type'] === 'integer',
        unit: typeof source['unit'] === 'string' ? source['unit'] : null,
      };
    case 'object':
      return { ...base, kind: 'group', fields: readFields(source) };
    case 'array': {
      const items: Schema = isObject(source['items']) ? source['items'] : {};
      const maxItems = numberOrNull(source['maxItems']);
      if (items['type'] === 'string') return { ...base, kind: 'words', maxItems };
      if (items['type'] === 'object') return { ...base, kind: 'cards', fields: readFields(items), maxItems };
      return { ...base, kind: 'raw' };
    }
    default:
      return { ...base, kind: 'raw' };
  }
};

/** Returns the fields of an object's schema, in its order. */
export const readFields = (schema: Schema): readonly FormField[] => {
  const properties: Schema = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties).map(([name, property]) => readField(name, property));
};

/** Returns the values of a new card: empty and enabled. */
export const emptyValues = (fields: readonly FormField[]): FormValues =>
  Object.fromEntries(fields.map((field) => [field.name, emptyValue(field)]));

const emptyValue = (field: FormField): unknown => {
  if (field.kind === 'group') return emptyValues(field.fields);
  if (field.kind === 'choice') return field.options[0]?.value ?? '';
  if (field.kind === 'number') return field.minimum ?? 0;
  return { toggle: true, text: '', words: [], cards: [], raw: undefined }[field.kind];
};

export const sameValue = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** Returns the part of `draft` that differs from `saved`: objects deeply, everything else as a whole. */
export const changedValues = (saved: FormValues, draft: FormValues): FormValues =>
  Object.fromEntries(
    Object.entries(draft).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
      const before = saved[name];
      if (sameValue(before, value)) return [];
      if (isObject(before) && isObject(value)) return [[name, changedValues(before, value)]];
      return [[name, value]];
    }),
  );

/** Returns the number of settings in a change. */
export const countChanges = (changes: FormValues): number =>
  Object.values(changes).reduce<number>(
    (count, value) => count + (isObject(value) ? countChanges(value) : 1),
    0,
  );

const screamingCase = (step: string): string =>
  step
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

/**
 * Returns the environment variable of a setting: `chat-presence.twitch` and `channel` make
 * `CUELIGHT_CHAT_PRESENCE_TWITCH_CHANNEL`.
 */
export const settingVariable = (section: string, key: string): string =>
  ['CUELIGHT', ...[...section.split('.'), ...key.split('.')].map(screamingCase)].join('_');

/** Returns the environment variable of a secret. */
export const secretVariable = (name: string): string => `CUELIGHT_SECRET_${screamingCase(name)}`;
