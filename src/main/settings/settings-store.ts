import { createRedactor, err, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { SettingsImpact, SettingsSection } from '#shared/model/index.ts';
import { formatDocument, parseDocument, type SettingsDocument } from './document.ts';
import { describeFileError } from './file-errors.ts';
import {
  isPlainObject,
  leafPaths,
  mergeDeep,
  valueAt,
  withValueAt,
  type PlainObject,
} from './plain-object.ts';
import { sectionOf, type Environment } from './resolve-section.ts';
import {
  invalid,
  looksSecret,
  notADocument,
  notSaved,
  offLimits,
  unknownSection,
  unknownVersion,
} from './settings-fault.ts';
import { formSchemaOf, pathSteps, type SectionDeclaration } from './section.ts';
import { differencesBetween, type SettingsDifference, type SettingsVersion } from './settings-history.ts';
import { pickSections, type DocumentPreview } from './settings-import.ts';
import { describeIssues, type FileContent, type SettingsFile } from './settings-file.ts';
import { changedKeys, describeOddities, resolveAll, type SettingsState } from './settings-state.ts';
import type { SecretState } from './vault/port.ts';

/** One section's values before and after, told once they are in force. */
export interface SettingsChange {
  readonly path: string;
  /** Dotted keys within the section whose value is another one now. */
  readonly keys: readonly string[];
  /** Who changed it: the window or a script, or somebody who edited the file. */
  readonly origin: 'operator' | 'file';
}

export interface SettingsStoreParts {
  readonly file: SettingsFile;
  readonly sections: readonly SectionDeclaration[];
  readonly environment: Environment;
  readonly clock: Clock;
  readonly secretState: (name: string) => Promise<SecretState>;
}

/**
 * The settings of the whole program: one readable file under typed sections. Every value has a winner among the layers
 * default, file, environment and operator. What does not fit is refused as a whole and changes nothing.
 */
export class SettingsStore {
  readonly #parts: SettingsStoreParts;
  readonly #listeners = new Set<(change: SettingsChange) => void>();
  readonly #redactor = createRedactor();
  #state: SettingsState;
  #document: SettingsDocument | null = null;
  /** The file's text when it was last read or written here; null when there was none. */
  #knownText: string | null = null;
  /** Why the file as it stands is not what is in force, in a sentence. */
  #trouble: string | null = null;
  /** Whether the file holds something that was refused and that is not ours to write over. */
  #refused = false;
  /** Whether the file must not be written: a newer program's, or out of reach. */
  #offLimits = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SettingsStoreParts) {
    this.#parts = parts;
    const defaults = resolveAll(parts.sections, {}, new Set(), parts.environment);
    if (!defaults.ok) {
      throw new TypeError(
        `A section does not accept its own defaults: ${defaults.issues.map(({ path }) => path).join(', ')}`,
      );
    }
    this.#state = defaults.state;
  }

  get file(): string {
    return this.#parts.file.path;
  }

  /** What is wrong with the settings, in sentences; null when nothing is. */
  get problem(): string | null {
    const { sections } = this.#parts;
    const oddities = describeOddities(sections, this.#state, this.#document);
    const sentences = [...(this.#trouble === null ? [] : [this.#trouble]), ...oddities];
    return sentences.length > 0 ? sentences.join(' ') : null;
  }

  /** The values of a section in force now, complete with defaults. */
  get<TValues extends object>(section: SectionDeclaration<TValues>): TValues {
    return section.schema.parse(this.#resolved(section.path).values);
  }

  /** Called after each change is in force and on disk, once per section. */
  onChange(listener: (change: SettingsChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  async describe(): Promise<readonly SettingsSection[]> {
    return Promise.all(this.#parts.sections.map((section) => this.#describeSection(section)));
  }

  /** What {@link patch} with the same arguments would do. */
  preview(path: string, values: PlainObject): Result<SettingsImpact, Fault> {
    const change = this.#prepare(path, values);
    return change.ok ? ok(change.value.impact) : change;
  }

  /** Changes values of one section as the operator; what is left out stays. On disk before it is in force. */
  patch(
    path: string,
    values: PlainObject,
  ): Promise<Result<{ section: SettingsSection; impact: SettingsImpact }, Fault>> {
    return this.#inTurn(async () => {
      await this.#readAgain();
      const change = this.#prepare(path, values);
      return change.ok ? this.#save(change.value) : change;
    });
  }

  /** Takes values of one section out of the file, so that the layer below counts again. Keys are dotted. */
  reset(
    path: string,
    keys: readonly string[],
  ): Promise<Result<{ section: SettingsSection; impact: SettingsImpact }, Fault>> {
    return this.#inTurn(async () => {
      await this.#readAgain();
      const declaration = this.#find(path);
      if (!declaration.ok) return declaration;
      let { sections } = this.#state;
      for (const key of keys)
        sections = withValueAt(sections, [...pathSteps(path), ...key.split('.')], undefined);
      const gone = new Set(keys.map((key) => `${path}.${key}`));
      const operatorPaths = [...this.#state.operatorPaths].filter((each) => !gone.has(each));
      const change = this.#check(declaration.value, sections, operatorPaths);
      return change.ok ? this.#save(change.value) : change;
    });
  }

  /** The versions that were in force, newest first; the first is the present one. */
  history(): Promise<readonly SettingsVersion[]> {
    return this.#parts.file.history.list();
  }

  /** What differs between a version (before) and the present (after). */
  async compare(id: string): Promise<Result<readonly SettingsDifference[], Fault>> {
    const version = await this.#parts.file.history.read(id);
    return version ? ok(differencesBetween(version.sections, this.#state.sections)) : err(unknownVersion(id));
  }

  /** Puts a version into force again, as a new one. */
  restore(id: string): Promise<Result<SettingsImpact, Fault>> {
    return this.#inTurn(async () => {
      await this.#readAgain();
      const version = await this.#parts.file.history.read(id);
      if (!version) return err(unknownVersion(id));
      const resolution = this.#resolve(version.sections, version.operatorPaths);
      if (!resolution.ok) return err(invalid('', resolution.issues));
      const impact = this.#impactOf(resolution.state);
      const written = await this.#write(resolution.state);
      return written.ok ? ok(impact) : written;
    });
  }

  /** Whether anything at all is set in the file. */
  get isCustomised(): boolean {
    const { sections } = this.#state;
    // An emptied section is an empty object, and nothing is set in it.
    return leafPaths(sections).some((path) => !isPlainObject(valueAt(sections, path)));
  }

  /** The settings in force as a document, to be kept elsewhere. Secrets are not in it. */
  exportDocument(): string {
    return formatDocument(this.#state.sections, [...this.#state.operatorPaths]);
  }

  /** What {@link adoptDocument} with the same arguments would do. */
  previewDocument(text: string, only?: readonly string[]): Result<DocumentPreview, Fault> {
    const next = this.#readDocument(text, only);
    if (!next.ok) return next;
    return ok({
      impact: this.#impactOf(next.value),
      differences: differencesBetween(this.#state.sections, next.value.sections),
    });
  }

  /** Puts an exported or kept document into force: all of it, or the sections of these paths only. */
  adoptDocument(text: string, only?: readonly string[]): Promise<Result<SettingsImpact, Fault>> {
    return this.#inTurn(async () => {
      await this.#readAgain();
      const next = this.#readDocument(text, only);
      if (!next.ok) return next;
      const impact = this.#impactOf(next.value);
      const written = await this.#write(next.value);
      return written.ok ? ok(impact) : written;
    });
  }

  /** Reads the file for the first time. What cannot be used is kept aside, and the last good settings are taken. */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      const { file } = this.#parts;
      await file.tidy().catch(() => undefined);
      const content = await file.read();
      if (content.kind === 'missing') return;
      const reason = this.#tryToAdopt(content);
      if (reason === null) await this.#rememberGood();
      else await this.#fallBack(content, reason);
    });
  }

  /** Looks whether somebody edited the file, and takes over what is good. */
  reload(): Promise<void> {
    return this.#inTurn(() => this.#readAgain());
  }

  async #readAgain(): Promise<void> {
    const content = await this.#parts.file.read();
    const text = content.kind === 'missing' ? null : content.text;
    if (text === this.#knownText && (text !== null || content.kind === 'missing')) return;
    if (content.kind === 'missing') {
      this.#knownText = null;
      this.#offLimits = false;
      this.#refused = false;
      this.#trouble = `The settings file ${this.file} is gone. The settings stay in force and are written with the next change.`;
      return;
    }
    const before = this.#state;
    const reason = this.#tryToAdopt(content);
    if (reason === null) {
      await this.#rememberGood();
      this.#tell(before, 'file');
      return;
    }
    this.#refused = true;
    this.#trouble = `The settings file ${this.file} was changed and cannot be used: ${reason}. The settings from before stay in force; correct the file.`;
  }

  /** Puts a document into force; answers with the reason when it does not fit. */
  #tryToAdopt(content: Exclude<FileContent, { kind: 'missing' }>): string | null {
    this.#knownText = content.text;
    this.#offLimits = content.kind === 'off-limits';
    if (content.kind !== 'document') return content.reason;
    const { document } = content;
    const resolution = this.#resolve(document.sections, document.operatorPaths);
    if (!resolution.ok) return describeIssues(resolution.issues, document);
    this.#state = resolution.state;
    this.#document = document;
    this.#trouble = null;
    this.#refused = false;
    return null;
  }

  async #fallBack(content: Exclude<FileContent, { kind: 'missing' }>, reason: string): Promise<void> {
    const { file, clock } = this.#parts;
    const lastGood = await file.readLastGood();
    const usable = lastGood && this.#tryToAdopt({ kind: 'document', ...lastGood }) === null ? lastGood : null;
    const inForce = usable ? 'The last good settings are in force' : 'The defaults are in force';
    this.#knownText = content.text;
    this.#offLimits = content.kind === 'off-limits';
    if (this.#offLimits) {
      this.#trouble = `The settings file ${this.file} cannot be used: ${reason}. It is left as it is. ${inForce}, and changes cannot be saved.`;
      return;
    }
    try {
      const kept = await file.keepAside(clock.now());
      this.#trouble = `The settings file ${this.file} could not be used: ${reason}. It is kept as ${kept}. ${inForce}; correct what is missing in Settings.`;
      this.#knownText = null;
      if (!usable) return;
      await file.write(usable.text);
      this.#knownText = usable.text;
    } catch (thrown) {
      this.#offLimits = true;
      this.#trouble = `The settings file ${this.file} could not be used: ${reason}, and it cannot be replaced: ${describeFileError(thrown)}. ${inForce}, and changes cannot be saved.`;
    }
  }

  #resolve(sections: PlainObject, operatorPaths: Iterable<string>): ReturnType<typeof resolveAll> {
    return resolveAll(this.#parts.sections, sections, new Set(operatorPaths), this.#parts.environment);
  }

  #find(path: string): Result<SectionDeclaration, Fault> {
    const declaration = this.#parts.sections.find((section) => section.path === path);
    if (declaration) return ok(declaration);
    return err(unknownSection(path, this.#parts.sections));
  }

  #resolved(path: string) {
    const resolved = this.#state.resolved.get(path);
    if (!resolved)
      throw new TypeError(`The section "${path}" was not declared when the settings were opened`);
    return resolved;
  }

  #readDocument(text: string, only?: readonly string[]): Result<SettingsState, Fault> {
    const unknown = only?.find((path) => !this.#parts.sections.some((section) => section.path === path));
    if (unknown !== undefined) return err(unknownSection(unknown, this.#parts.sections));
    const parsed = parseDocument(text);
    if (!parsed.ok) return err(notADocument(parsed.error.reason));
    const secret = leafPaths(parsed.value.sections).find((path) =>
      this.#looksSecret(valueAt(parsed.value.sections, path)),
    );
    if (secret) return err(looksSecret(secret[0] ?? '', secret.slice(1)));
    const { sections, operatorPaths } =
      only === undefined ? parsed.value : pickSections(this.#state, parsed.value, only);
    const resolution = this.#resolve(sections, operatorPaths);
    return resolution.ok ? ok(resolution.state) : err(invalid('', resolution.issues));
  }

  /** Everything a patch would do, short of doing it. */
  #prepare(path: string, values: PlainObject): Result<PreparedChange, Fault> {
    const declaration = this.#find(path);
    if (!declaration.ok) return declaration;
    const keys = leafPaths(values);
    const secret = keys.find((key) => this.#looksSecret(valueAt(values, key)));
    if (secret) return err(looksSecret(path, secret));
    const merged = mergeDeep(sectionOf(this.#state.sections, declaration.value), values);
    const sections = withValueAt(this.#state.sections, pathSteps(path), merged);
    const operatorPaths = [...this.#state.operatorPaths, ...keys.map((key) => `${path}.${key.join('.')}`)];
    const change = this.#check(declaration.value, sections, operatorPaths);
    if (!change.ok) return change;
    const unknown = change.value.unknownKeys.find((key) =>
      keys.some((given) => `${path}.${given.join('.')}` === key),
    );
    if (unknown !== undefined)
      return err(invalid(path, [{ path: unknown, message: 'There is no such setting' }]));
    return change;
  }

  /** What going over to another state does, all sections together. */
  #impactOf(next: SettingsState): SettingsImpact {
    const impacts = this.#parts.sections.map((declaration) => this.#sectionImpact(declaration, next));
    return {
      live: impacts.flatMap(({ live }) => live),
      restarts: [...new Set(impacts.flatMap(({ restarts }) => restarts))],
    };
  }

  #sectionImpact(declaration: SectionDeclaration, next: SettingsState): SettingsImpact {
    const { path } = declaration;
    const changed = changedKeys(this.#resolved(path).values, next.resolved.get(path)?.values ?? {});
    return declaration.impactOf?.(changed) ?? { live: [...changed], restarts: [] };
  }

  #check(
    declaration: SectionDeclaration,
    sections: PlainObject,
    operatorPaths: readonly string[],
  ): Result<PreparedChange, Fault> {
    const resolution = this.#resolve(sections, operatorPaths);
    if (!resolution.ok) return err(invalid(declaration.path, resolution.issues));
    const impact = this.#sectionImpact(declaration, resolution.state);
    const unknownKeys = resolution.state.resolved.get(declaration.path)?.unknownKeys ?? [];
    return ok({ declaration, state: resolution.state, impact, unknownKeys });
  }

  async #save(
    change: PreparedChange,
  ): Promise<Result<{ section: SettingsSection; impact: SettingsImpact }, Fault>> {
    const written = await this.#write(change.state);
    if (!written.ok) return written;
    return ok({ section: await this.#describeSection(change.declaration), impact: change.impact });
  }

  /** Makes a state durable, and then puts it into force. */
  async #write(state: SettingsState): Promise<Result<void, Fault>> {
    const { file, clock } = this.#parts;
    if (this.#offLimits) return err(offLimits(this.#trouble));
    const text = formatDocument(state.sections, [...state.operatorPaths]);
    try {
      if (this.#refused) await file.keepCopy(clock.now());
      await file.write(text);
    } catch (thrown) {
      return err(notSaved(this.file, thrown));
    }
    const before = this.#state;
    this.#state = state;
    this.#document = null;
    this.#knownText = text;
    this.#trouble = null;
    this.#refused = false;
    await this.#rememberGood();
    this.#tell(before, 'operator');
    return ok(undefined);
  }

  async #rememberGood(): Promise<void> {
    if (this.#knownText === null) return;
    try {
      await this.#parts.file.rememberGood(this.#knownText, this.#parts.clock.now());
    } catch (thrown) {
      this.#trouble = `The last good settings could not be kept beside ${this.file}: ${describeFileError(thrown)}.`;
    }
  }

  #tell(before: SettingsState, origin: SettingsChange['origin']): void {
    for (const { path } of this.#parts.sections) {
      const keys = changedKeys(before.resolved.get(path)?.values ?? {}, this.#resolved(path).values);
      if (keys.length === 0) continue;
      for (const listener of this.#listeners) listener({ path, keys, origin });
    }
  }

  async #describeSection(section: SectionDeclaration): Promise<SettingsSection> {
    const { values, layers } = this.#resolved(section.path);
    const declared = [...(section.secrets ?? []), ...(section.secretsOf?.(this.get(section)) ?? [])];
    return {
      path: section.path,
      title: section.title,
      description: section.description,
      schema: formSchemaOf(section),
      values,
      layers,
      secrets: await Promise.all(
        declared.map(async ({ name, title, description }) => ({
          name,
          title,
          description,
          state: await this.#parts.secretState(name),
        })),
      ),
      testTarget: section.testTarget ?? null,
    };
  }

  #looksSecret(value: unknown): boolean {
    return this.#redactor.redact(value) !== value;
  }

  /** One after another: what reads and writes the file must not overlap. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

interface PreparedChange {
  readonly declaration: SectionDeclaration;
  readonly state: SettingsState;
  readonly impact: SettingsImpact;
  readonly unknownKeys: readonly string[];
}
