import { implement, type OperationImplementation } from '#core/index.ts';
import {
  backupCreate,
  backupRestore,
  diagnosticsSave,
  viewerDelete,
} from '#shared/catalogue/operations/data.ts';
import type { HeldViewer } from '#shared/contract/index.ts';
import { ok, type Clock } from '#shared/kernel/index.ts';
import type { ListedBackup, RestoreRequest, SavedDiagnostics, SettingsPreview } from '#shared/model/index.ts';
import type { BackupsPort, DiagnosticsPort, ViewersPort } from '../ports/index.ts';
import { smallPreview } from './fake-settings.ts';
import { unknown } from './refusals.ts';

/** Backups that are created and restored in memory. */
export class FakeBackups implements BackupsPort {
  readonly #clock: Clock;
  readonly #preview: SettingsPreview;
  /** Newest first. */
  readonly all: ListedBackup[];
  readonly restored: RestoreRequest[] = [];

  constructor(clock: Clock, all: ListedBackup[] = [], preview = smallPreview) {
    this.#clock = clock;
    this.all = all;
    this.#preview = preview;
  }

  async list() {
    return ok({
      folder: 'backups',
      backups: [...this.all],
      lastGood: this.all.find(({ damage }) => damage === null)?.id ?? null,
      problem: null,
      policy: { count: 14, days: 60, megabytes: 2_000 },
    });
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(backupCreate, {
      run: async () => {
        const made = {
          id: `backup-${this.all.length + 1}`,
          at: this.#clock.now(),
          reason: 'asked-for' as const,
          version: '0.0.0-test',
          bytes: 4_130_000,
          journal: { bytes: 4_110_000, events: 12 },
        };
        this.all.unshift({ ...made, damage: null });
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
            journal: journal && { taken: 7, gaps: 0 },
          },
        });
      },
    }),
  ];

  async preview({ id, settings, journal }: RestoreRequest) {
    const backup = this.all.find((each) => each.id === id);
    if (!backup) return unknown('backup.unknown', `There is no backup "${id}".`);
    return ok({
      settings: settings === false ? null : this.#preview,
      journal: journal ? { eventsInBackup: backup.journal?.events ?? 0 } : null,
    });
  }
}

const smallViewers = (): HeldViewer[] => [
  {
    platform: 'twitch',
    userId: '42',
    names: ['maple_otter'],
    messages: 3,
    events: 1,
    firstAt: 1,
    lastAt: 3,
  },
];

/** Viewers in memory, known until they are deleted. */
export class FakeViewers implements ViewersPort {
  readonly all: HeldViewer[];

  constructor(all: HeldViewer[] = smallViewers()) {
    this.all = all;
  }

  async find(name: string) {
    return ok(this.all.filter(({ names }) => names.includes(name.toLowerCase())));
  }

  async export(viewer: { readonly platform: string; readonly userId: string }) {
    const names = this.all.find(({ userId }) => userId === viewer.userId)?.names ?? [];
    return ok({ ...viewer, names, messages: [], events: [] });
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(viewerDelete, {
      run: async ({ userId }) => {
        const index = this.all.findIndex((each) => each.userId === userId);
        const [gone] = index < 0 ? [] : this.all.splice(index, 1);
        const { messages = 0, events = 0 } = gone ?? {};
        return ok({ result: { messages, events, thorough: true, backups: 2 } });
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
      ? ok({ ...saved, content: btoa('content') })
      : unknown('diagnostics.unknown', `There is no diagnostic bundle "${name}".`);
  }
}
