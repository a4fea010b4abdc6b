import type { z } from 'zod';
import { isObject, mergeObjects, type PlainObject } from '#shared/kernel/index.ts';
import type { SettingsLayer } from '#shared/model/index.ts';
import { leafPaths, valueAt, withValueAt } from './object-paths.ts';
import { environmentVariablesOf, pathSteps, type EnvironmentVariable } from './section.ts';
import type { SectionDeclaration } from '#core/index.ts';

export interface SettingsIssue {
  /** Dotted path from the top of the file. */
  readonly path: string;
  readonly message: string;
}

/** The values of a section with the winning layer of each. */
export interface ResolvedSection {
  readonly values: PlainObject;
  readonly layers: Readonly<Record<string, SettingsLayer>>;
  /** Keys of the file that the schema lacks, as dotted paths from the top. */
  readonly unknownKeys: readonly string[];
  /** Refused environment variables with their reasons; the layers below apply instead. */
  readonly refusedVariables: readonly { readonly name: string; readonly reason: string }[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

const textPath = (section: SectionDeclaration, path: readonly PropertyKey[]): string =>
  [section.path, ...path.map(String)].join('.');

const issuesOf = (section: SectionDeclaration, error: z.ZodError): readonly SettingsIssue[] =>
  error.issues.map((issue) => ({ path: textPath(section, issue.path), message: issue.message }));

const readVariable = (variable: EnvironmentVariable, text: string): unknown => {
  if (variable.isText) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const startsWith = (path: readonly PropertyKey[], prefix: readonly string[]): boolean =>
  prefix.every((step, index) => path[index] === step);

/** Returns the values of a section in the file; empty when there is none, or no object in its place. */
export const sectionOf = (sections: PlainObject, section: SectionDeclaration): PlainObject => {
  const values = valueAt(sections, pathSteps(section.path));
  return isObject(values) ? values : {};
};

/** Validates values over the defaults, at any depth. */
const parseOverDefaults = (section: SectionDeclaration, given: PlainObject) =>
  section.schema.safeParse(mergeObjects({ ...section.schema.parse({}) }, given));

/** Merges the layers of one section and validates the result. */
export const resolveSection = (
  section: SectionDeclaration,
  sections: PlainObject,
  operatorPaths: ReadonlySet<string>,
  environment: Environment,
): { ok: true; value: ResolvedSection } | { ok: false; issues: readonly SettingsIssue[] } => {
  const given = valueAt(sections, pathSteps(section.path));
  if (given !== undefined && !isObject(given)) {
    return { ok: false, issues: [{ path: section.path, message: 'Expected an object of settings' }] };
  }
  const fromFile = given ?? {};
  // The file is validated first: a good environment variable must not hide a bad value in the file.
  const fileAlone = parseOverDefaults(section, fromFile);
  if (!fileAlone.success) return { ok: false, issues: issuesOf(section, fileAlone.error) };

  const isOperators = (key: readonly string[]): boolean =>
    operatorPaths.has(textPath(section, key)) && valueAt(fromFile, key) !== undefined;
  const refusedVariables: { name: string; reason: string }[] = [];
  let input = fromFile;
  const setByVariable = new Set<string>();
  for (const variable of environmentVariablesOf(section)) {
    const text = environment[variable.name];
    if (text === undefined || isOperators(variable.key)) continue;
    const candidate = withValueAt(input, variable.key, readVariable(variable, text));
    const checked = parseOverDefaults(section, candidate);
    const issue =
      checked.error?.issues.find(({ path }) => startsWith(path, variable.key)) ?? checked.error?.issues[0];
    if (issue) {
      refusedVariables.push({ name: variable.name, reason: issue.message });
      continue;
    }
    input = candidate;
    setByVariable.add(variable.key.join('.'));
  }
  const parsed = parseOverDefaults(section, input);
  if (!parsed.success) return { ok: false, issues: issuesOf(section, parsed.error) };
  const values: PlainObject = { ...parsed.data };

  const layerOf = (key: readonly string[]): SettingsLayer => {
    if (setByVariable.has(key.join('.'))) return 'environment';
    if (valueAt(fromFile, key) === undefined) return 'default';
    return isOperators(key) ? 'operator' : 'file';
  };
  return {
    ok: true,
    value: {
      values,
      layers: Object.fromEntries(leafPaths(values).map((key) => [key.join('.'), layerOf(key)])),
      unknownKeys: leafPaths(fromFile)
        .filter((key) => valueAt(values, key) === undefined)
        .map((key) => textPath(section, key)),
      refusedVariables,
    },
  };
};
