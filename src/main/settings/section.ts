import { z } from 'zod';
import { isObject, type PlainObject } from '#shared/kernel/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';

export interface SecretDeclaration {
  /** Lower-case words joined by `-`: `obs-password`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** A part of the settings, as the room that uses it declares it. */
export interface SectionDeclaration<TValues extends object = object> {
  /** Where it stands in the file: `fsm`, or `chat-presence.obs` for a part of a part. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** Must accept `{}`: every value has a default. Titles and descriptions of the fields come from `.meta()`. */
  readonly schema: z.ZodType<TValues>;
  readonly secrets?: readonly SecretDeclaration[];
  /** More secrets, where they follow from the values: one for each OBS. */
  secretsOf?(values: TValues): readonly SecretDeclaration[];
  /** The component that a *test* button tries; none when there is nothing to try. */
  readonly testTarget?: string;
  /** What a change of these keys (dotted, within the section) does; everything applies live unless said otherwise. */
  impactOf?(changedKeys: readonly string[]): SettingsImpact;
}

/** Lets the compiler infer the values' type from the schema. */
export const declareSection = <TValues extends object>(
  section: SectionDeclaration<TValues>,
): SectionDeclaration<TValues> => section;

export const pathSteps = (path: string): readonly string[] => path.split('.');

/** The JSON Schema that a form is drawn from. */
export const formSchemaOf = (section: SectionDeclaration): Record<string, unknown> => ({
  ...z.toJSONSchema(section.schema, { io: 'input', unrepresentable: 'any' }),
});

/** An environment variable that sets one value. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly section: string;
  readonly key: readonly string[];
  /** Texts are taken as they are; everything else is read as JSON. */
  readonly isText: boolean;
  readonly title: string;
}

const screamingCase = (step: string): string =>
  step
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

const variablesOf = (
  section: SectionDeclaration,
  schema: unknown,
  key: readonly string[],
): EnvironmentVariable[] => {
  if (!isObject(schema)) return [];
  const properties: PlainObject = isObject(schema['properties']) ? schema['properties'] : {};
  const inner = Object.entries(properties);
  if (inner.length > 0)
    return inner.flatMap(([name, property]) => variablesOf(section, property, [...key, name]));
  if (key.length === 0) return [];
  return [
    {
      name: ['CUELIGHT', ...[...pathSteps(section.path), ...key].map(screamingCase)].join('_'),
      section: section.path,
      key,
      isText: schema['type'] === 'string',
      title: typeof schema['title'] === 'string' ? schema['title'] : key.join('.'),
    },
  ];
};

/** Every value's environment variable: `chat-presence` with `twitch.channel` is `CUELIGHT_CHAT_PRESENCE_TWITCH_CHANNEL`. */
export const environmentVariablesOf = (section: SectionDeclaration): readonly EnvironmentVariable[] =>
  variablesOf(section, formSchemaOf(section), []);
