import { z } from 'zod';
import { isObject, type PlainObject } from '#shared/kernel/index.ts';
import type { SectionDeclaration } from '#core/index.ts';

export const pathSteps = (path: string): readonly string[] => path.split('.');

/** Returns the JSON Schema from which a form is drawn. */
export const formSchemaOf = (section: SectionDeclaration): Record<string, unknown> => ({
  ...z.toJSONSchema(section.schema, { io: 'input', unrepresentable: 'any' }),
});

/** An environment variable that sets one value. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly section: string;
  readonly key: readonly string[];
  /** True for a text, which is used as it is; every other value is parsed as JSON. */
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

/**
 * Returns the environment variable of every value: `twitch.channel` of `chat-presence` is
 * `CUELIGHT_CHAT_PRESENCE_TWITCH_CHANNEL`.
 */
export const environmentVariablesOf = (section: SectionDeclaration): readonly EnvironmentVariable[] =>
  variablesOf(section, formSchemaOf(section), []);
