import { describeFileError } from '#main/files/index.ts';
import {
  Emitter,
  err,
  isObject,
  ok,
  type Clock,
  type Fault,
  type PlainObject,
  type Result,
} from '#shared/kernel/index.ts';
import type { SectionDeclaration } from '#core/index.ts';
import type { SettingsImpact, SettingsOrigin, SettingsSection } from '#shared/model/index.ts';
import { describeSection, secretsOf } from './describe-section.ts';
import { formatDocument, parseDocument, type SettingsDocument } from './document.ts';
import { leafPaths, valueAt } from './object-paths.ts';
import type { Environment, ResolvedSection } from './resolve-section.ts';
import { SettingsPhases, type SettingsApplier, type SettingsChange } from './settings-change.ts';
import { invalid, notSaved, offLimits, unknownVersion } from './settings-fault.ts';
import { describeIssues, describeSecret, type FileContent, type SettingsFile } from './settings-file.ts';
import type { SettingsVersion } from './settings-history.ts';
import type { DocumentPreview } from './settings-import.ts';
import { SettingsPlan, type PreparedChange } from './settings-plan.ts';
import { changesBetween, describeWarnings, type SettingsState } from './settings-state.ts';
import type { SecretState } from './vault/port.ts';

/** An active change of one section. */
export interface SectionChanged {
  readonly section: SettingsSection;
  readonly impact: SettingsImpact;
}

export interface SettingsStoreParts {
  readonly file: SettingsFile;
  readonly sections: readonly SectionDeclaration[];
  readonly environment: Environment;
  readonly clock: Clock;
  readonly secretState: (name: string) => Promise<SecretState>;
}

/**
 * The settings of the whole program: one readable file with typed sections. Each value comes from the highest
 * of the layers default, file, environment and operator. An invalid change is refused as a whole and changes
 * nothing.
 */
export class SettingsStore {
  readonly #parts: SettingsStoreParts;
  readonly #plan: SettingsPlan;
  readonly #phases = new SettingsPhases();
  readonly #problemListeners = new Emitter();
  #state: SettingsState;
  #document: SettingsDocument | null = null;
  /** Text of the file when it was last read or written; null when there was no file. */
  #knownText: string | null = null;
  /** Sentence about why the file is not active; null when it is. */
  #trouble: string | null = null;
  /** True when the file contains a refused edit, which must be copied before a write. */
  #refused = false;
  /** True when the file must not be written: of a newer format, or unreachable. */
  #offLimits = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SettingsStoreParts) {
    this.#parts = parts;
    this.#plan = new SettingsPlan(parts.sections, parts.environment, (changes) =>
      this.#phases.impactOf(changes),
    );
    this.#state = this.#plan.defaults();
  }

  get file(): string {
    return this.#parts.file.path;
  }

  /** Describes the problems of the settings in sentences; null when there are none. */
  get problem(): string | null {
    const { sections } = this.#parts;
    const warnings = describeWarnings(sections, this.#state, this.#document);
    const suspects = this.#plan.suspectVariables.map(
      (name) =>
        `The environment variable ${name} is ignored because its value looks like a password or token. Enter it as a secret.`,
    );
    const sentences = [...(this.#trouble === null ? [] : [this.#trouble]), ...warnings, ...suspects];
    return sentences.length > 0 ? sentences.join(' ') : null;
  }

  /** True when the file sets any value. */
  get isCustomised(): boolean {
    const { sections } = this.#state;
    // A section without values is an empty object.
    return leafPaths(sections).some((path) => !isObject(valueAt(sections, path)));
  }

  /** Returns the active values of a section, including defaults. */
  get<TValues extends object>(section: SectionDeclaration<TValues>): TValues {
    return section.schema.parse(this.#resolved(section.path).values);
  }

  /** Calls the listener when a change is active and on disk, before it is applied to the program. */
  onBeforeApply(listener: (change: SettingsChange, impact: SettingsImpact) => void): Disposable {
    return this.#phases.onBeforeApply(listener);
  }

  /** Lets this applier apply and preview each change until disposed. */
  applyWith(applier: SettingsApplier): Disposable {
    return this.#phases.applyWith(applier);
  }

  /** Calls the listener once a change is applied to the program. */
  onApplied(listener: (change: SettingsChange) => void): Disposable {
    return this.#phases.onApplied(listener);
  }

  /** Calls the listener when an edit of the file changed {@link problem}. */
  onProblem(listener: () => void): Disposable {
    return this.#problemListeners.on(listener);
  }

  /** Returns the names of all secrets that the sections use. */
  secretNames(): readonly string[] {
    return this.#parts.sections.flatMap((section) =>
      secretsOf(section, this.#resolved(section.path)).map(({ name }) => name),
    );
  }

  describe(): Promise<readonly SettingsSection[]> {
    return Promise.all(this.#parts.sections.map((section) => this.#describe(section)));
  }

  /** Returns the impact of {@link patch} with the same arguments. */
  preview(path: string, values: PlainObject): Result<SettingsImpact, Fault> {
    const change = this.#plan.patch(this.#state, path, values);
    return change.ok ? ok(change.value.impact) : change;
  }

  /** Changes values of one section as the operator; other values stay. Writes to disk before activation. */
  patch(path: string, values: PlainObject): Promise<Result<SectionChanged, Fault>> {
    return this.#changeSection(() => this.#plan.patch(this.#state, path, values));
  }

  /** Removes values of one section from the file, so that the layer below applies. Keys are dotted. */
  reset(path: string, keys: readonly string[]): Promise<Result<SectionChanged, Fault>> {
    return this.#changeSection(() => this.#plan.reset(this.#state, path, keys));
  }

  /** Lists the versions that were active, newest first; the first is the current one. */
  history(): Promise<readonly SettingsVersion[]> {
    return this.#parts.file.history.list();
  }

  /** Returns the effect of {@link restore} of a version. */
  async previewVersion(id: string): Promise<Result<DocumentPreview, Fault>> {
    const next = await this.#readVersion(id);
    return next.ok ? ok(this.#plan.preview(this.#state, next.value)) : next;
  }

  /** Restores a version, which becomes a new version. */
  restore(id: string): Promise<Result<SettingsImpact, Fault>> {
    return this.#replaceAll(() => this.#readVersion(id), 'restored');
  }

  /** Exports the active settings as a document without secrets. */
  exportDocument(): string {
    return formatDocument(this.#state.sections, [...this.#state.operatorPaths]);
  }

  /**
   * Returns the effect of {@link importDocument} with the same arguments, and the sections that the document
   * sets.
   */
  previewDocument(
    text: string,
    only?: readonly string[],
  ): Result<DocumentPreview & { readonly sections: readonly string[] }, Fault> {
    const next = this.#plan.document(this.#state, text, only);
    if (!next.ok) return next;
    const parsed = parseDocument(text);
    const sections = parsed.ok ? this.#plan.sectionsIn(parsed.value.sections) : [];
    return ok({ ...this.#plan.preview(this.#state, next.value), sections });
  }

  /** Activates a document: all of it, or only the sections of the given paths. */
  importDocument(
    text: string,
    only?: readonly string[],
    origin: SettingsChange['origin'] = 'imported',
  ): Promise<Result<SettingsImpact, Fault>> {
    return this.#replaceAll(() => this.#plan.document(this.#state, text, only), origin);
  }

  /** Reads the file for the first time. An unusable file is moved aside, and the last good settings apply. */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      const { file } = this.#parts;
      await file.tidy().catch(() => undefined);
      const content = await file.read();
      if (content.kind === 'missing') return;
      const reason = this.#tryToActivate(content);
      if (reason === null) await this.#saveLastGood('started');
      else await this.#fallBack(content, reason);
    });
  }

  /** Reads the file again after an edit, and activates a valid one. */
  reload(): Promise<void> {
    return this.#inTurn(() => this.#readAgain());
  }

  async #readAgain(): Promise<void> {
    const content = await this.#parts.file.read();
    const text = content.kind === 'missing' ? null : content.text;
    if (text === this.#knownText && (text !== null || content.kind === 'missing')) return;
    const before = this.#state;
    if (content.kind === 'missing') {
      this.#knownText = null;
      this.#offLimits = false;
      this.#refused = false;
      this.#trouble = `The settings file ${this.file} is missing. The current settings stay active and are saved with the next change.`;
    } else {
      const reason = this.#tryToActivate(content);
      if (reason === null) {
        await this.#saveLastGood('file');
        this.#notify(before, 'file');
      } else {
        this.#refused = true;
        this.#trouble = `The settings file ${this.file} was edited and cannot be used: ${reason}. The previous settings stay active. Correct the file.`;
      }
    }
    this.#problemListeners.emit();
  }

  /** Activates a document. Returns the reason when it is not valid. */
  #tryToActivate(content: Exclude<FileContent, { kind: 'missing' }>): string | null {
    this.#knownText = content.text;
    this.#offLimits = content.kind === 'off-limits';
    if (content.kind !== 'document') return content.reason;
    const { document } = content;
    const secret = this.#plan.findSecret(document.sections);
    if (secret) return describeSecret(secret.join('.'), document);
    const resolution = this.#plan.resolve(document.sections, document.operatorPaths);
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
    const usable =
      lastGood && this.#tryToActivate({ kind: 'document', ...lastGood }) === null ? lastGood : null;
    const active = usable ? 'The last good settings are active' : 'The defaults are active';
    this.#knownText = content.text;
    this.#offLimits = content.kind === 'off-limits';
    if (this.#offLimits) {
      this.#trouble = `The settings file ${this.file} cannot be used: ${reason}. The file is left unchanged. ${active}, and changes cannot be saved.`;
      return;
    }
    try {
      const kept = await file.moveAside(clock.now());
      this.#trouble = `The settings file ${this.file} could not be used: ${reason}. It is saved as ${kept}. ${active}. Check them in Settings.`;
      this.#knownText = null;
      if (!usable) return;
      await file.write(usable.text);
      this.#knownText = usable.text;
    } catch (thrown) {
      this.#offLimits = true;
      this.#trouble = `The settings file ${this.file} could not be used: ${reason}, and it cannot be replaced: ${describeFileError(thrown)}. ${active}, and changes cannot be saved.`;
    }
  }

  async #readVersion(id: string): Promise<Result<SettingsState, Fault>> {
    const version = await this.#parts.file.history.read(id);
    if (!version) return err(unknownVersion(id));
    const resolution = this.#plan.resolve(version.sections, version.operatorPaths);
    return resolution.ok ? ok(resolution.state) : err(invalid('', resolution.issues));
  }

  #changeSection(prepare: () => Result<PreparedChange, Fault>): Promise<Result<SectionChanged, Fault>> {
    return this.#inTurn(async () => {
      await this.#readAgain();
      const change = prepare();
      if (!change.ok) return change;
      const { declaration, state, impact } = change.value;
      const written = await this.#write(state, 'operator');
      return written.ok ? ok({ section: await this.#describe(declaration), impact }) : written;
    });
  }

  /** Replaces all settings by the state that `find` returns. */
  #replaceAll(
    find: () => Result<SettingsState, Fault> | Promise<Result<SettingsState, Fault>>,
    origin: SettingsChange['origin'],
  ): Promise<Result<SettingsImpact, Fault>> {
    return this.#inTurn(async () => {
      await this.#readAgain();
      const next = await find();
      if (!next.ok) return next;
      const { impact } = this.#plan.preview(this.#state, next.value);
      const written = await this.#write(next.value, origin);
      return written.ok ? ok(impact) : written;
    });
  }

  /** Saves a state, then activates it. */
  async #write(state: SettingsState, origin: SettingsChange['origin']): Promise<Result<void, Fault>> {
    const { file, clock } = this.#parts;
    if (this.#offLimits) return err(offLimits(this.#trouble));
    const text = formatDocument(state.sections, [...state.operatorPaths]);
    // Before the first change there is no file, but a state to restore.
    if (this.#knownText === null)
      await file.history.record(this.exportDocument(), clock.now(), 'started').catch(() => undefined);
    try {
      if (this.#refused) await file.copyAside(clock.now());
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
    await this.#saveLastGood(origin);
    this.#notify(before, origin);
    return ok(undefined);
  }

  async #saveLastGood(origin: SettingsOrigin): Promise<void> {
    if (this.#knownText === null) return;
    try {
      await this.#parts.file.saveLastGood(this.#knownText, this.#parts.clock.now(), origin);
    } catch (thrown) {
      this.#trouble = `The copy of the last good settings could not be saved beside ${this.file}: ${describeFileError(thrown)}.`;
    }
  }

  #notify(before: SettingsState, origin: SettingsChange['origin']): void {
    const sections = changesBetween(this.#parts.sections, before, this.#state);
    if (sections.length > 0) this.#phases.run({ sections, origin });
  }

  #describe(section: SectionDeclaration): Promise<SettingsSection> {
    return describeSection(section, this.#resolved(section.path), this.#parts.secretState);
  }

  #resolved(path: string): ResolvedSection {
    const resolved = this.#state.resolved.get(path);
    if (!resolved)
      throw new TypeError(`The section "${path}" was not declared when the settings were opened`);
    return resolved;
  }

  /** Runs one task after another: reads and writes of the file must not overlap. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
