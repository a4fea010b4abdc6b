import {
  err,
  hideTokens,
  mergeObjects,
  ok,
  type Fault,
  type PlainObject,
  type Result,
} from '#shared/kernel/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';
import { parseDocument } from './document.ts';
import { leafPaths, valueAt, withValueAt } from './object-paths.ts';
import { sectionOf, type Environment } from './resolve-section.ts';
import { environmentVariablesOf, pathSteps, type SectionDeclaration } from './section.ts';
import { invalid, looksSecret, notADocument, unknownSection } from './settings-fault.ts';
import { differencesBetween } from './settings-history.ts';
import { pickSections, type DocumentPreview } from './settings-import.ts';
import { changedKeys, resolveAll, type Resolution, type SettingsState } from './settings-state.ts';

/** A change that was checked and could be written. */
export interface PreparedChange {
  readonly declaration: SectionDeclaration;
  readonly state: SettingsState;
  readonly impact: SettingsImpact;
}

/** True for a value that holds a token. What only sounds like a password is the person's own text. */
const holdsToken = (value: unknown): boolean =>
  typeof value === 'string'
    ? hideTokens(value) !== value
    : typeof value === 'object' && value !== null && Object.values(value).some(holdsToken);

/** Works out what changes would lead to. Knows the sections, holds no settings, and writes nothing. */
export class SettingsPlan {
  readonly sections: readonly SectionDeclaration[];
  /** Environment variables that are ignored, because what they hold belongs into a secret. */
  readonly suspectVariables: readonly string[];
  readonly #environment: Environment;

  constructor(sections: readonly SectionDeclaration[], environment: Environment) {
    this.sections = sections;
    this.suspectVariables = sections
      .flatMap((section) => environmentVariablesOf(section))
      .map(({ name }) => name)
      .filter((name) => holdsToken(environment[name]));
    this.#environment = Object.fromEntries(
      Object.entries(environment).filter(([name]) => !this.suspectVariables.includes(name)),
    );
  }

  /** The settings with nothing set in the file. Throws when a section does not accept its own defaults. */
  defaults(): SettingsState {
    const resolution = this.resolve({}, []);
    if (resolution.ok) return resolution.state;
    const paths = resolution.issues.map(({ path }) => path).join(', ');
    throw new TypeError(`A section does not accept its own defaults: ${paths}`);
  }

  resolve(sections: PlainObject, operatorPaths: Iterable<string>): Resolution {
    return resolveAll(this.sections, sections, new Set(operatorPaths), this.#environment);
  }

  find(path: string): Result<SectionDeclaration, Fault> {
    const declaration = this.sections.find((section) => section.path === path);
    return declaration ? ok(declaration) : err(unknownSection(path, this.sections));
  }

  /** Everything a patch would do, short of doing it. */
  patch(present: SettingsState, path: string, values: PlainObject): Result<PreparedChange, Fault> {
    const declaration = this.find(path);
    if (!declaration.ok) return declaration;
    const keys = leafPaths(values);
    const secret = this.findSecret(values);
    if (secret) return err(looksSecret(path, secret));
    const merged = mergeObjects(sectionOf(present.sections, declaration.value), values);
    const sections = withValueAt(present.sections, pathSteps(path), merged);
    const operatorPaths = [...present.operatorPaths, ...keys.map((key) => `${path}.${key.join('.')}`)];
    const change = this.#check(present, declaration.value, sections, operatorPaths);
    if (!change.ok) return change;
    const unknown = change.value.state.resolved
      .get(path)
      ?.unknownKeys.find((key) => keys.some((given) => `${path}.${given.join('.')}` === key));
    return unknown === undefined
      ? change
      : err(invalid(path, [{ path: unknown, message: 'There is no such setting' }]));
  }

  /** The settings without some values of one section. Keys are dotted. */
  reset(present: SettingsState, path: string, keys: readonly string[]): Result<PreparedChange, Fault> {
    const declaration = this.find(path);
    if (!declaration.ok) return declaration;
    let { sections } = present;
    for (const key of keys)
      sections = withValueAt(sections, [...pathSteps(path), ...key.split('.')], undefined);
    const gone = new Set(keys.map((key) => `${path}.${key}`));
    const operatorPaths = [...present.operatorPaths].filter((each) => !gone.has(each));
    return this.#check(present, declaration.value, sections, operatorPaths);
  }

  /** An exported or kept document as settings: all of it, or the present ones with some of its sections. */
  document(present: SettingsState, text: string, only?: readonly string[]): Result<SettingsState, Fault> {
    const unknown = only?.find((path) => !this.find(path).ok);
    if (unknown !== undefined) return err(unknownSection(unknown, this.sections));
    const parsed = parseDocument(text);
    if (!parsed.ok) return err(notADocument(parsed.error.reason));
    const secret = this.findSecret(parsed.value.sections);
    if (secret) return err(looksSecret(secret[0] ?? '', secret.slice(1)));
    const { sections, operatorPaths } =
      only === undefined ? parsed.value : pickSections(present, parsed.value, only);
    const resolution = this.resolve(sections, operatorPaths);
    return resolution.ok ? ok(resolution.state) : err(invalid('', resolution.issues));
  }

  /** What going over to another state does, all sections together. */
  preview(present: SettingsState, next: SettingsState): DocumentPreview {
    const impacts = this.sections.map((declaration) => this.#impactOn(declaration, present, next));
    return {
      impact: {
        live: impacts.flatMap(({ live }) => live),
        restarts: [...new Set(impacts.flatMap(({ restarts }) => restarts))],
      },
      differences: differencesBetween(present.sections, next.sections),
    };
  }

  /** The declared sections in which a document sets anything. */
  sectionsIn(sections: PlainObject): readonly string[] {
    return this.sections
      .filter((declaration) => leafPaths(sectionOf(sections, declaration)).length > 0)
      .map(({ path }) => path);
  }

  /** The path of a value in the format of a token, or with a password in its address. */
  findSecret(values: PlainObject): readonly string[] | undefined {
    return leafPaths(values).find((path) => holdsToken(valueAt(values, path)));
  }

  #impactOn(declaration: SectionDeclaration, present: SettingsState, next: SettingsState): SettingsImpact {
    const valuesIn = (state: SettingsState): PlainObject =>
      state.resolved.get(declaration.path)?.values ?? {};
    const changed = changedKeys(valuesIn(present), valuesIn(next));
    return declaration.impactOf?.(changed) ?? { live: [...changed], restarts: [] };
  }

  #check(
    present: SettingsState,
    declaration: SectionDeclaration,
    sections: PlainObject,
    operatorPaths: readonly string[],
  ): Result<PreparedChange, Fault> {
    const resolution = this.resolve(sections, operatorPaths);
    if (!resolution.ok) return err(invalid(declaration.path, resolution.issues));
    const { state } = resolution;
    return ok({ declaration, state, impact: this.#impactOn(declaration, present, state) });
  }
}
