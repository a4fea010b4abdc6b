import { type PlainObject } from '#shared/kernel/index.ts';
import type { SectionDeclaration } from '#core/index.ts';
import type { SettingsDocument } from './document.ts';
import { leafPaths, valueAt } from './object-paths.ts';
import {
  resolveSection,
  type Environment,
  type ResolvedSection,
  type SettingsIssue,
} from './resolve-section.ts';
import type { SectionChange } from './settings-change.ts';

/** An immutable snapshot of all settings. */
export interface SettingsState {
  readonly sections: PlainObject;
  readonly operatorPaths: ReadonlySet<string>;
  readonly resolved: ReadonlyMap<string, ResolvedSection>;
}

export type Resolution =
  | { readonly ok: true; readonly state: SettingsState }
  | { readonly ok: false; readonly issues: readonly SettingsIssue[] };

/** Validates all sections of a document. A single invalid value makes the whole document invalid. */
export const resolveAll = (
  declarations: readonly SectionDeclaration[],
  sections: PlainObject,
  operatorPaths: ReadonlySet<string>,
  environment: Environment,
): Resolution => {
  const resolved = new Map<string, ResolvedSection>();
  const issues: SettingsIssue[] = [];
  for (const declaration of declarations) {
    const outcome = resolveSection(declaration, sections, operatorPaths, environment);
    if (outcome.ok) resolved.set(declaration.path, outcome.value);
    else issues.push(...outcome.issues);
  }
  return issues.length > 0
    ? { ok: false, issues }
    : { ok: true, state: { sections, operatorPaths, resolved } };
};

/** Returns the sections of the file that are not declared. */
const undeclared = (declarations: readonly SectionDeclaration[], sections: PlainObject): readonly string[] =>
  Object.keys(sections).filter(
    (name) => !declarations.some(({ path }) => path === name || path.startsWith(`${name}.`)),
  );

/** Returns warnings about valid settings, one sentence each. */
export const describeWarnings = (
  declarations: readonly SectionDeclaration[],
  state: SettingsState,
  document: SettingsDocument | null,
): readonly string[] => {
  const resolved = [...state.resolved.values()];
  const unknown = [
    ...undeclared(declarations, state.sections),
    ...resolved.flatMap(({ unknownKeys }) => unknownKeys),
  ];
  return [
    ...(document?.scan.duplicates ?? []).map(
      ({ path, line }) => `"${path}" is set twice. The value in line ${line} applies.`,
    ),
    ...(unknown.length > 0
      ? [
          `The file has unknown settings: ${unknown.map((path) => `"${path}"`).join(', ')}. They have no effect. Check the spelling.`,
        ]
      : []),
    ...resolved
      .flatMap(({ refusedVariables }) => refusedVariables)
      .map(
        ({ name, reason }) =>
          `The environment variable ${name} is ignored because its value is not valid: ${reason}.`,
      ),
  ];
};

/** Returns the dotted keys whose values differ. */
const changedKeys = (before: PlainObject, after: PlainObject): readonly string[] => {
  const keys = new Set([...leafPaths(before), ...leafPaths(after)].map((key) => key.join('.')));
  const text = (object: PlainObject, key: string): string =>
    JSON.stringify(valueAt(object, key.split('.'))) ?? '';
  return [...keys].filter((key) => text(before, key) !== text(after, key));
};

/** Returns the sections whose values differ between two states, in the order of declaration. */
export const changesBetween = (
  declarations: readonly SectionDeclaration[],
  before: SettingsState,
  after: SettingsState,
): readonly SectionChange[] =>
  declarations.flatMap(({ path }) => {
    const values = after.resolved.get(path)?.values ?? {};
    const keys = changedKeys(before.resolved.get(path)?.values ?? {}, values);
    return keys.length === 0 ? [] : [{ path, keys, values }];
  });
