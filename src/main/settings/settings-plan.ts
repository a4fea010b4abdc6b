import {
  err,
  hideTokens,
  mergeObjects,
  ok,
  type Fault,
  type PlainObject,
  type Result,
} from '#shared/kernel/index.ts';
import type { SectionDeclaration } from '#core/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';
import { parseDocument } from './document.ts';
import { leafPaths, valueAt, withValueAt } from './object-paths.ts';
import { sectionOf, type Environment } from './resolve-section.ts';
import { environmentVariablesOf, pathSteps } from './section.ts';
import type { SectionChange } from './settings-change.ts';
import { invalid, looksSecret, notADocument, unknownSection } from './settings-fault.ts';
import { differencesBetween } from './settings-history.ts';
import { pickSections, type DocumentPreview } from './settings-import.ts';
import { changesBetween, resolveAll, type Resolution, type SettingsState } from './settings-state.ts';

/** A valid change, ready to be written. */
export interface PreparedChange {
  readonly declaration: SectionDeclaration;
  readonly state: SettingsState;
  readonly impact: SettingsImpact;
}

/** True for a value that contains a token. A text that only resembles a password is the person's own text. */
const containsToken = (value: unknown): boolean =>
  typeof value === 'string'
    ? hideTokens(value) !== value
    : typeof value === 'object' && value !== null && Object.values(value).some(containsToken);

/** Computes the effect of changes. Knows the sections, has no state and writes nothing. */
export class SettingsPlan {
  readonly sections: readonly SectionDeclaration[];
  /** Environment variables that are ignored because their value belongs into a secret. */
  readonly suspectVariables: readonly string[];
  readonly #environment: Environment;
  readonly #impactOf: (changes: readonly SectionChange[]) => SettingsImpact;

  constructor(
    sections: readonly SectionDeclaration[],
    environment: Environment,
    impactOf: (changes: readonly SectionChange[]) => SettingsImpact,
  ) {
    this.sections = sections;
    this.#impactOf = impactOf;
    this.suspectVariables = sections
      .flatMap((section) => environmentVariablesOf(section))
      .map(({ name }) => name)
      .filter((name) => containsToken(environment[name]));
    this.#environment = Object.fromEntries(
      Object.entries(environment).filter(([name]) => !this.suspectVariables.includes(name)),
    );
  }

  /** Returns the settings for an empty file. Throws when a section does not accept its own defaults. */
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

  /** Prepares a patch without writing it. */
  patch(current: SettingsState, path: string, values: PlainObject): Result<PreparedChange, Fault> {
    const declaration = this.find(path);
    if (!declaration.ok) return declaration;
    const keys = leafPaths(values);
    const secret = this.findSecret(values);
    if (secret) return err(looksSecret(path, secret));
    const merged = mergeObjects(sectionOf(current.sections, declaration.value), values);
    const sections = withValueAt(current.sections, pathSteps(path), merged);
    const operatorPaths = [...current.operatorPaths, ...keys.map((key) => `${path}.${key.join('.')}`)];
    const change = this.#check(current, declaration.value, sections, operatorPaths);
    if (!change.ok) return change;
    const unknown = change.value.state.resolved
      .get(path)
      ?.unknownKeys.find((key) => keys.some((given) => `${path}.${given.join('.')}` === key));
    return unknown === undefined
      ? change
      : err(invalid(path, [{ path: unknown, message: 'Unknown setting' }]));
  }

  /** Prepares the removal of values of one section. Keys are dotted. */
  reset(current: SettingsState, path: string, keys: readonly string[]): Result<PreparedChange, Fault> {
    const declaration = this.find(path);
    if (!declaration.ok) return declaration;
    let { sections } = current;
    for (const key of keys)
      sections = withValueAt(sections, [...pathSteps(path), ...key.split('.')], undefined);
    const removed = new Set(keys.map((key) => `${path}.${key}`));
    const operatorPaths = [...current.operatorPaths].filter((each) => !removed.has(each));
    return this.#check(current, declaration.value, sections, operatorPaths);
  }

  /** Returns the settings of a document: all of it, or the current settings with some of its sections. */
  document(current: SettingsState, text: string, only?: readonly string[]): Result<SettingsState, Fault> {
    const unknown = only?.find((path) => !this.find(path).ok);
    if (unknown !== undefined) return err(unknownSection(unknown, this.sections));
    const parsed = parseDocument(text);
    if (!parsed.ok) return err(notADocument(parsed.error.reason));
    const secret = this.findSecret(parsed.value.sections);
    if (secret) return err(looksSecret(secret[0] ?? '', secret.slice(1)));
    const { sections, operatorPaths } =
      only === undefined ? parsed.value : pickSections(current, parsed.value, only);
    const resolution = this.resolve(sections, operatorPaths);
    return resolution.ok ? ok(resolution.state) : err(invalid('', resolution.issues));
  }

  /** Returns the effect of a change to another state. */
  preview(current: SettingsState, next: SettingsState): DocumentPreview {
    return {
      impact: this.#impactOf(changesBetween(this.sections, current, next)),
      differences: differencesBetween(current.sections, next.sections),
    };
  }

  /** Returns the declared sections in which a document sets a value. */
  sectionsIn(sections: PlainObject): readonly string[] {
    return this.sections
      .filter((declaration) => leafPaths(sectionOf(sections, declaration)).length > 0)
      .map(({ path }) => path);
  }

  /** Returns the path of a value that contains a token, or a password in a URL. */
  findSecret(values: PlainObject): readonly string[] | undefined {
    return leafPaths(values).find((path) => containsToken(valueAt(values, path)));
  }

  #check(
    current: SettingsState,
    declaration: SectionDeclaration,
    sections: PlainObject,
    operatorPaths: readonly string[],
  ): Result<PreparedChange, Fault> {
    const resolution = this.resolve(sections, operatorPaths);
    if (!resolution.ok) return err(invalid(declaration.path, resolution.issues));
    const { state } = resolution;
    return ok({ declaration, state, impact: this.#impactOf(changesBetween(this.sections, current, state)) });
  }
}
