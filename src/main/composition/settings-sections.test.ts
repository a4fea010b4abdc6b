import { expect, it } from 'vitest';
import { z } from 'zod';
import { isObject } from '#shared/kernel/index.ts';
import { manifests } from './manifests.ts';
import { declareSections } from './settings-sections.ts';

interface Setting {
  /** Dotted, from the section. */
  readonly path: string;
  readonly title: unknown;
  readonly unit: unknown;
  /** The values of an enum; null for any other type. */
  readonly values: readonly unknown[] | null;
  readonly choices: Readonly<Record<string, unknown>>;
}

const settingsOf = (path: string, schema: unknown): readonly Setting[] => {
  if (!isObject(schema)) return [];
  const { properties, items } = schema;
  const inner = isObject(properties) ? properties : {};
  return [
    ...settingsOf(path, items),
    ...Object.entries(inner).flatMap(([name, field]) => {
      if (!isObject(field)) return [];
      const { title, unit, enum: values, choices } = field;
      const own: Setting = {
        path: `${path}.${name}`,
        title,
        unit,
        values: Array.isArray(values) ? values : null,
        choices: isObject(choices) ? choices : {},
      };
      return [own, ...settingsOf(own.path, field)];
    }),
  ];
};

const settings = declareSections(manifests).all.flatMap(({ path, schema }) =>
  settingsOf(path, z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })),
);
const pathsOf = (found: readonly Setting[]): readonly string[] => found.map(({ path }) => path);

const unitInTitle = /\((?:s|ms|min|h|seconds|minutes|hours|days|MB)\)|\b(?:seconds|minutes|hours|MB)$/i;
const unitInName = /(?:seconds|minutes|hours|days|megabytes|ms)$/i;

it('gives every setting a title in sentence case', () => {
  expect(settings.length).toBeGreaterThan(30);
  expect(pathsOf(settings.filter(({ title }) => !/^!?[A-Z]/.test(String(title))))).toEqual([]);
});

it('gives every value of every choice its words, and words to no other value', () => {
  const choices = settings.filter(({ values }) => values !== null);
  expect(pathsOf(choices)).toContain('program.mode');
  for (const { path, values, choices: words } of choices) {
    expect([path, Object.keys(words)]).toEqual([path, values]);
    for (const label of Object.values(words))
      expect([path, label]).toEqual([path, expect.stringMatching(/^[A-Z]/)]);
  }
});

it('declares the unit of a number beside its title, not in it', () => {
  expect(pathsOf(settings.filter(({ title }) => unitInTitle.test(String(title))))).toEqual([]);
  const counted = settings.filter(({ path }) => unitInName.test(path));
  expect(pathsOf(counted)).toContain('program.returnAfterSeconds');
  expect(pathsOf(counted.filter(({ unit }) => typeof unit !== 'string'))).toEqual([]);
});
