import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { ListedBackup, SettingsPreview } from '#shared/model/index.ts';
import { missing } from './fake-faults.ts';
import type { FakeOperationsOf } from './fake-operations.ts';

const os = implement(contract);

/** Data of a host in memory: backups, earlier settings, viewers and diagnostic bundles. */
export const createFakeData = (now: () => number) => {
  const hourMs = 3_600_000;
  const backups: ListedBackup[] = [
    {
      id: '2026-11-22T17-00-00-daily',
      at: now() - 3 * hourMs,
      reason: 'daily',
      version: '0.1.0',
      bytes: 4_120_000,
      journal: { bytes: 4_100_000, events: 48_312 },
      damage: null,
    },
    {
      id: '2026-11-21T17-00-00-daily',
      at: now() - 27 * hourMs,
      reason: 'daily',
      version: '0.1.0',
      bytes: 812,
      journal: null,
      damage: 'Its settings changed after it was made.',
    },
  ];
  const preview: SettingsPreview = {
    impact: { live: [], restarts: ['obs:main'] },
    differences: [{ path: 'chat-presence.obs.address', before: '127.0.0.1:4460', after: '127.0.0.1:4455' }],
  };
  const viewers = [
    {
      platform: 'twitch',
      userId: '42',
      names: ['mothwing'],
      messages: 12,
      events: 2,
      firstAt: now() - 5 * hourMs,
      lastAt: now() - hourMs,
    },
  ];
  const restored: unknown[] = [];
  return { backups, preview, viewers, restored, now };
};
export type FakeData = ReturnType<typeof createFakeData>;

export const fakeDataProcedures = (data: FakeData) => ({
  backups: {
    list: os.backups.list.handler(() => ({
      folder: '/home/streamer/.cuelight/backups',
      backups: data.backups,
      lastGood: data.backups.find(({ damage }) => damage === null)?.id ?? null,
      problem: null,
      policy: { count: 14, days: 60, megabytes: 2_000 },
    })),
    preview: os.backups.preview.handler(({ input }) => ({
      settings: input.settings === false ? null : data.preview,
      journal: input.journal ? { eventsInBackup: 48_312 } : null,
    })),
  },
  viewers: {
    find: os.viewers.find.handler(({ input }) => ({
      viewers: data.viewers.filter(({ names }) => names.includes(input.name.toLowerCase())),
    })),
    export: os.viewers.export.handler(({ input }) => ({ ...input, names: [], messages: [], events: [] })),
  },
  diagnostics: {
    list: os.diagnostics.list.handler(() => ({
      folder: '/home/streamer/.cuelight/incidents',
      bundles: [],
    })),
    read: os.diagnostics.read.handler(({ input }) => {
      throw missing(`There is no diagnostic bundle "${input.name}".`);
    }),
  },
});

/** The operations on the stored data. */
export const fakeDataOperations = (
  data: FakeData,
): FakeOperationsOf<'backup' | 'viewer' | 'diagnostics'> => ({
  'backup.create': async () => {
    const made = {
      id: '2026-11-22T20-00-00-asked-for',
      at: data.now(),
      reason: 'asked-for' as const,
      version: '0.1.0',
      bytes: 4_130_000,
      journal: { bytes: 4_110_000, events: 48_400 },
    };
    data.backups.unshift({ ...made, damage: null });
    return { result: made };
  },
  'backup.restore': async (request) => {
    data.restored.push(request);
    return {
      result: {
        undo: '2026-11-22T20-00-01-before-restore',
        settings: request.settings === false ? null : data.preview.impact,
        journal: request.journal ? { taken: 7, gaps: 0 } : null,
      },
    };
  },
  'viewer.delete': async ({ userId }) => {
    const index = data.viewers.findIndex((each) => each.userId === userId);
    const [gone] = index < 0 ? [] : data.viewers.splice(index, 1);
    const { messages = 0, events = 0 } = gone ?? {};
    return { result: { messages, events, thorough: true, backups: 1 } };
  },
  'diagnostics.save': async () => ({
    result: { name: 'diagnostics-2026-11-22T20-00-00.cuelight', bytes: 1_024, at: data.now() },
  }),
});

/** The operations on the settings as a whole. */
export const fakeSettingsOperations = (
  data: FakeData,
): Pick<
  FakeOperationsOf<'settings'>,
  'settings.restore-version' | 'settings.import' | 'settings.confirm-change'
> => ({
  'settings.restore-version': async (version) => {
    data.restored.push(version);
    return { result: data.preview.impact };
  },
  'settings.import': async (document) => {
    data.restored.push(document);
    return { result: data.preview.impact };
  },
  'settings.confirm-change': async () => ({ result: { kept: true } }),
});

/** The procedures for earlier settings, joined to those for the current ones. */
export const fakeSettingsHistory = (data: FakeData) => ({
  history: os.settings.history.handler(() => ({
    versions: [
      { id: '000000000000002', at: data.now() - 60_000, origin: 'operator' as const },
      { id: '000000000000001', at: data.now() - 3_600_000, origin: 'started' as const },
    ],
  })),
  diff: os.settings.diff.handler(() => data.preview),
  export: os.settings.export.handler(() => ({
    name: 'cuelight-settings-2026-11-22.json',
    content: '{"version":1}\n',
  })),
  previewImport: os.settings.previewImport.handler(() => ({
    ...data.preview,
    sections: ['chat-presence.obs'],
  })),
});
