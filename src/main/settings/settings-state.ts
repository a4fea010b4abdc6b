import { type PlainObject } from '#shared/kernel/index.ts';
import type { SettingsDocument } from './document.ts';
import { leafPaths, valueAt } from './object-paths.ts';
import {
  resolveSection,
  type Environment,
  type ResolvedSection,
  type SettingsIssue,
} from './resolve-section.ts';
import type { SectionDeclaration } from './section.ts';

/** All settings at one moment. Replaced as a whole, never changed. */
export interface SettingsState {
  readonly sections: PlainObject;
  readonly operatorPaths: ReadonlySet<string>;
  readonly resolved: ReadonlyMap<string, ResolvedSection>;
}

export type Resolution =
  | { readonly ok: true; readonly state: SettingsState }
  | { readonly ok: false; readonly issues: readonly SettingsIssue[] };

/** Checks all sections of a document at once: it is good as a whole or not at all. */
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

/** Sections of the file that no part of the program declares. */
const undeclared = (declarations: readonly SectionDeclaration[], sections: PlainObject): readonly string[] =>
  Object.keys(sections).filter(
    (name) => !declarations.some(({ path }) => path === name || path.startsWith(`${name}.`)),
  );

/** What is odd about settings that are otherwise good, a sentence each. */
export const describeOddities = (
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
      ({ path, line }) => `"${path}" is set twice, again in line ${line}; the last one counts.`,
    ),
    ...(unknown.length > 0
      ? [
          `Nothing knows the setting ${unknown.map((path) => `"${path}"`).join(', ')}; it is kept. Check its spelling.`,
        ]
      : []),
    ...resolved
      .flatMap(({ refusedVariables }) => refusedVariables)
      .map(
        ({ name, reason }) =>
          `The environment variable ${name} is ignored, because its value is not valid: ${reason}.`,
      ),
  ];
};

/** The dotted keys at which two sets of values differ. */
export const changedKeys = (before: PlainObject, after: PlainObject): readonly string[] => {
  const keys = new Set([...leafPaths(before), ...leafPaths(after)].map((key) => key.join('.')));
  const text = (object: PlainObject, key: string): string =>
    JSON.stringify(valueAt(object, key.split('.'))) ?? '';
  return [...keys].filter((key) => text(before, key) !== text(after, key));
};
