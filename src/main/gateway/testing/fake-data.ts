import { err, Fault, ok, type Clock } from '#shared/kernel/index.ts';
import type { ListedBackup, RestoreRequest, SavedIncident } from '#shared/contract/index.ts';
import type { SettingsPreview, SettingsSection } from '#shared/model/index.ts';
import type { BackupsPort, IncidentsPort, SettingsHistoryPort, ViewersPort } from '../ports/index.ts';

const refuse = (code: string, message: string) => err(new Fault(code, message, { kind: 'configuration' }));
const unknown = (code: string, message: string) =>
  err(new Fault(code, message, { kind: 'configuration', status: 'not-found' }));

/** Backups that are made and restored in memory. */
export class FakeBackups implements BackupsPort {
  readonly #clock: Clock;
  readonly #made: ListedBackup[] = [];
  readonly restored: RestoreRequest[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async list() {
    return ok({
      folder: 'backups',
      backups: this.#made.toReversed(),
      lastGood: this.#made.at(-1)?.id ?? null,
      problem: null,
      policy: { count: 14, days: 60, megabytes: 2_000 },
    });
  }

  async create() {
    const made = {
      id: `backup-${this.#made.length + 1}`,
      at: this.#clock.now(),
      reason: 'asked-for' as const,
      version: '0.0.0-test',
      bytes: 4_096,
      journal: { bytes: 4_000, events: 12 },
    };
    this.#made.push({ ...made, damage: null });
    return ok(made);
  }

  async preview({ id, settings, journal }: RestoreRequest) {
    if (!this.#made.some((backup) => backup.id === id))
      return unknown('backup.unknown', `There is no backup "${id}".`);
    return ok({
      settings: settings === false ? null : fakePreview,
      journal: journal ? { eventsInBackup: 12 } : null,
    });
  }

  async restore(request: RestoreRequest) {
    const preview = await this.preview(request);
    if (!preview.ok) return preview;
    this.restored.push(request);
    return ok({
      undo: 'backup-undo',
      settings: preview.value.settings && preview.value.settings.impact,
      journal: preview.value.journal && { taken: 3, gaps: 0 },
    });
  }
}

const fakePreview: SettingsPreview = {
  impact: { live: [], restarts: ['obs:main'] },
  differences: [{ path: 'chat-presence.obs.port', before: 4455, after: 4460 }],
};

/** Knows one viewer until they are deleted. */
export class FakeViewers implements ViewersPort {
  #known = true;

  async find(name: string) {
    const held = {
      platform: 'twitch',
      userId: '42',
      names: ['maple_otter'],
      messages: 3,
      events: 1,
      firstAt: 1,
      lastAt: 3,
    };
    return ok(this.#known && name.toLowerCase() === 'maple_otter' ? [held] : []);
  }

  async export(viewer: { readonly platform: string; readonly userId: string }) {
    return ok({ ...viewer, names: this.#known ? ['maple_otter'] : [], messages: [], events: [] });
  }

  async delete() {
    this.#known = false;
    return ok({ messages: 3, events: 1, thorough: true, backups: 2 });
  }
}

/** Incident files without anything in them. */
export class FakeIncidents implements IncidentsPort {
  readonly #clock: Clock;
  readonly #saved: SavedIncident[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async list() {
    return ok({ folder: 'incidents', incidents: this.#saved });
  }

  async create() {
    const saved = { name: `incident-${this.#saved.length + 1}.cuelight`, bytes: 7, at: this.#clock.now() };
    this.#saved.push(saved);
    return ok(saved);
  }

  async read(name: string) {
    const saved = this.#saved.find((each) => each.name === name);
    return saved
      ? ok({ ...saved, content: Buffer.from('content').toString('base64') })
      : unknown('incident.unknown', `There is no incident file "${name}".`);
  }
}

/** A history of one earlier version. */
export class FakeSettingsHistory implements SettingsHistoryPort {
  readonly #section: () => Promise<SettingsSection>;
  onTrial = false;

  constructor(section: () => Promise<SettingsSection>) {
    this.#section = section;
  }

  async reset() {
    return ok({ section: await this.#section(), impact: fakePreview.impact });
  }

  async history() {
    return [
      { id: '000000000000002', at: 2, origin: 'operator' as const },
      { id: '000000000000001', at: 1, origin: null },
    ];
  }

  async diff(id: string) {
    return id === '000000000000001'
      ? ok(fakePreview)
      : unknown('settings.unknown-version', `There is no version "${id}".`);
  }

  async restoreVersion(id: string) {
    const preview = await this.diff(id);
    return preview.ok ? ok(preview.value.impact) : preview;
  }

  export() {
    return { name: 'cuelight-settings.json', content: '{"version":1}\n' };
  }

  previewImport(content: string) {
    return content.startsWith('{')
      ? ok({ ...fakePreview, sections: ['chat-presence.obs'] })
      : refuse('settings.not-a-document', 'These settings cannot be used.');
  }

  async import(content: string) {
    const preview = this.previewImport(content);
    return preview.ok ? ok(preview.value.impact) : preview;
  }

  keepChange() {
    const kept = this.onTrial;
    this.onTrial = false;
    return kept;
  }
}
