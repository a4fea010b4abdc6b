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
import type { SettingsImpact, SettingsOrigin, SettingsSection } from '#shared/model/index.ts';
import { describeSection } from './describe-section.ts';
import { formatDocument, parseDocument, type SettingsDocument } from './document.ts';
import { leafPaths, valueAt } from './object-paths.ts';
import type { Environment, ResolvedSection } from './resolve-section.ts';
import type { SectionDeclaration } from './section.ts';
import { invalid, notSaved, offLimits, unknownVersion } from './settings-fault.ts';
import { describeIssues, describeSecret, type FileContent, type SettingsFile } from './settings-file.ts';
import type { SettingsVersion } from './settings-history.ts';
import type { DocumentPreview } from './settings-import.ts';
import { SettingsPlan, type PreparedChange } from './settings-plan.ts';
import { changedKeys, describeOddities, type SettingsState } from './settings-state.ts';
import type { SecretState } from './vault/port.ts';

/** One section's values before and after, told once they are in force. */
export interface SettingsChange {
  readonly path: string;
  /** Dotted keys within the section whose value is another one now. */
  readonly keys: readonly string[];
  /** Who or what changed it. */
  readonly origin: Exclude<SettingsOrigin, 'started'>;
}

/** A change of one section that is in force. */
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
 * The settings of the whole program: one readable file under typed sections. Every value has a winner among the layers
 * default, file, environment and operator. What does not fit is refused as a whole and changes nothing.
 */
export class SettingsStore {
  readonly #parts: SettingsStoreParts;
  readonly #plan: SettingsPlan;
  readonly #listeners = new Emitter<[change: SettingsChange]>();
  readonly #problemListeners = new Emitter();
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
    this.#plan = new SettingsPlan(parts.sections, parts.environment);
    this.#state = this.#plan.defaults();
  }

  get file(): string {
    return this.#parts.file.path;
  }

  /** What is wrong with the settings, in sentences; null when nothing is. */
  get problem(): string | null {
    const { sections } = this.#parts;
    const oddities = describeOddities(sections, this.#state, this.#document);
    const suspects = this.#plan.suspectVariables.map(
      (name) =>
        `The environment variable ${name} is ignored, because its value looks like a password or token: enter it as a secret.`,
    );
    const sentences = [...(this.#trouble === null ? [] : [this.#trouble]), ...oddities, ...suspects];
    return sentences.length > 0 ? sentences.join(' ') : null;
  }

  /** Whether anything at all is set in the file. */
  get isCustomised(): boolean {
    const { sections } = this.#state;
    // An emptied section is an empty object, and nothing is set in it.
    return leafPaths(sections).some((path) => !isObject(valueAt(sections, path)));
  }

  /** The values of a section in force now, complete with defaults. */
  get<TValues extends object>(section: SectionDeclaration<TValues>): TValues {
    return section.schema.parse(this.#resolved(section.path).values);
  }

  /** Called after each change is in force and on disk, once per section. */
  onChange(listener: (change: SettingsChange) => void): Disposable {
    return this.#listeners.on(listener);
  }

  /** Called when somebody edited the file and {@link problem} says something else. */
  onProblem(listener: () => void): Disposable {
    return this.#problemListeners.on(listener);
  }

  describe(): Promise<readonly SettingsSection[]> {
    return Promise.all(this.#parts.sections.map((section) => this.#describe(section)));
  }

  /** What {@link patch} with the same arguments would do. */
  preview(path: string, values: PlainObject): Result<SettingsImpact, Fault> {
    const change = this.#plan.patch(this.#state, path, values);
    return change.ok ? ok(change.value.impact) : change;
  }

  /** Changes values of one section as the operator; what is left out stays. On disk before it is in force. */
  patch(path: string, values: PlainObject): Promise<Result<SectionChanged, Fault>> {
    return this.#changeSection(() => this.#plan.patch(this.#state, path, values));
  }

  /** Takes values of one section out of the file, so that the layer below counts again. Keys are dotted. */
  reset(path: string, keys: readonly string[]): Promise<Result<SectionChanged, Fault>> {
    return this.#changeSection(() => this.#plan.reset(this.#state, path, keys));
  }

  /** The versions that were in force, newest first; the first is the present one. */
  history(): Promise<readonly SettingsVersion[]> {
    return this.#parts.file.history.list();
  }

  /** What {@link restore} of a version would do. */
  async previewVersion(id: string): Promise<Result<DocumentPreview, Fault>> {
    const next = await this.#readVersion(id);
    return next.ok ? ok(this.#plan.preview(this.#state, next.value)) : next;
  }

  /** Puts a version into force again, as a new one. */
  restore(id: string): Promise<Result<SettingsImpact, Fault>> {
    return this.#goOver(() => this.#readVersion(id), 'restored');
  }

  /** The settings in force as a document, to be kept elsewhere. Secrets are not in it. */
  exportDocument(): string {
    return formatDocument(this.#state.sections, [...this.#state.operatorPaths]);
  }

  /** What {@link adoptDocument} with the same arguments would do, and in which sections the document sets anything. */
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

  /** Puts an exported or kept document into force: all of it, or the sections of these paths only. */
  adoptDocument(
    text: string,
    only?: readonly string[],
    origin: SettingsChange['origin'] = 'imported',
  ): Promise<Result<SettingsImpact, Fault>> {
    return this.#goOver(() => this.#plan.document(this.#state, text, only), origin);
  }

  /** Reads the file for the first time. What cannot be used is kept aside, and the last good settings are taken. */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      const { file } = this.#parts;
      await file.tidy().catch(() => undefined);
      const content = await file.read();
      if (content.kind === 'missing') return;
      const reason = this.#tryToAdopt(content);
      if (reason === null) await this.#rememberGood('started');
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
    const before = this.#state;
    if (content.kind === 'missing') {
      this.#knownText = null;
      this.#offLimits = false;
      this.#refused = false;
      this.#trouble = `The settings file ${this.file} is gone. The settings stay in force and are written with the next change.`;
    } else {
      const reason = this.#tryToAdopt(content);
      if (reason === null) {
        await this.#rememberGood('file');
        this.#tell(before, 'file');
      } else {
        this.#refused = true;
        this.#trouble = `The settings file ${this.file} was changed and cannot be used: ${reason}. The settings from before stay in force; correct the file.`;
      }
    }
    this.#problemListeners.emit();
  }

  /** Puts a document into force; answers with the reason when it does not fit. */
  #tryToAdopt(content: Exclude<FileContent, { kind: 'missing' }>): string | null {
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

  /** Replaces all settings at once by what is found to replace them with. */
  #goOver(
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

  /** Makes a state durable, and then puts it into force. */
  async #write(state: SettingsState, origin: SettingsChange['origin']): Promise<Result<void, Fault>> {
    const { file, clock } = this.#parts;
    if (this.#offLimits) return err(offLimits(this.#trouble));
    const text = formatDocument(state.sections, [...state.operatorPaths]);
    // Before the first change there is no file, and yet something to come back to.
    if (this.#knownText === null)
      await file.history.record(this.exportDocument(), clock.now(), 'started').catch(() => undefined);
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
    await this.#rememberGood(origin);
    this.#tell(before, origin);
    return ok(undefined);
  }

  async #rememberGood(origin: SettingsOrigin): Promise<void> {
    if (this.#knownText === null) return;
    try {
      await this.#parts.file.rememberGood(this.#knownText, this.#parts.clock.now(), origin);
    } catch (thrown) {
      this.#trouble = `The last good settings could not be kept beside ${this.file}: ${describeFileError(thrown)}.`;
    }
  }

  #tell(before: SettingsState, origin: SettingsChange['origin']): void {
    for (const { path } of this.#parts.sections) {
      const keys = changedKeys(before.resolved.get(path)?.values ?? {}, this.#resolved(path).values);
      if (keys.length === 0) continue;
      this.#listeners.emit({ path, keys, origin });
    }
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

  /** One after another: what reads and writes the file must not overlap. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
