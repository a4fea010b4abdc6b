import { implement, type OperationImplementation } from '#core/index.ts';
import {
  backupCreate,
  backupRestore,
  diagnosticsSave,
  viewerDelete,
} from '#shared/catalogue/operations/data.ts';
import { ok, type Clock } from '#shared/kernel/index.ts';
import type { ListedBackup, RestoreRequest, SavedDiagnostics } from '#shared/model/index.ts';
import type { BackupsPort, DiagnosticsPort, ViewersPort } from '../ports/index.ts';
import { fakePreview } from './fake-settings.ts';
import { unknown } from './refusals.ts';

/** Backups that are created and restored in memory. */
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

  readonly implementations: readonly OperationImplementation[] = [
    implement(backupCreate, {
      run: async () => {
        const made = {
          id: `backup-${this.#made.length + 1}`,
          at: this.#clock.now(),
          reason: 'asked-for' as const,
          version: '0.0.0-test',
          bytes: 4_096,
          journal: { bytes: 4_000, events: 12 },
        };
        this.#made.push({ ...made, damage: null });
        return ok({ result: made });
      },
    }),
    implement(backupRestore, {
      run: async (request) => {
        const preview = await this.preview(request);
        if (!preview.ok) return preview;
        this.restored.push(request);
        const { settings, journal } = preview.value;
        return ok({
          result: {
            undo: 'backup-undo',
            settings: settings && settings.impact,
            journal: journal && { taken: 3, gaps: 0 },
          },
        });
      },
    }),
  ];

  async preview({ id, settings, journal }: RestoreRequest) {
    if (!this.#made.some((backup) => backup.id === id))
      return unknown('backup.unknown', `There is no backup "${id}".`);
    return ok({
      settings: settings === false ? null : fakePreview,
      journal: journal ? { eventsInBackup: 12 } : null,
    });
  }
}

/** Viewers in memory: knows one viewer until they are deleted. */
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

  readonly implementations: readonly OperationImplementation[] = [
    implement(viewerDelete, {
      run: async () => {
        this.#known = false;
        return ok({ result: { messages: 3, events: 1, thorough: true, backups: 2 } });
      },
    }),
  ];
}

/** Diagnostic bundles without content, in memory. */
export class FakeDiagnostics implements DiagnosticsPort {
  readonly #clock: Clock;
  readonly #saved: SavedDiagnostics[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async list() {
    return ok({ folder: 'diagnostics', bundles: this.#saved });
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(diagnosticsSave, {
      run: async () => {
        const saved = {
          name: `diagnostics-${this.#saved.length + 1}.cuelight`,
          bytes: 7,
          at: this.#clock.now(),
        };
        this.#saved.push(saved);
        return ok({ result: saved });
      },
    }),
  ];

  async read(name: string) {
    const saved = this.#saved.find((each) => each.name === name);
    return saved
      ? ok({ ...saved, content: Buffer.from('content').toString('base64') })
      : unknown('diagnostics.unknown', `There is no diagnostic bundle "${name}".`);
  }
}
