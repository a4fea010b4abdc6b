import {
  createOperations,
  implement,
  implementComponents,
  type OperationImplementation,
  type Operations,
} from '#core/index.ts';
import {
  implementBackups,
  implementDeleteViewer,
  type BackupKeeper,
  type IncidentFolder,
  type IncidentSources,
} from '#main/backup/index.ts';
import type { Journal, Viewer } from '#main/journal/index.ts';
import { implementSettings, type SettingsOperationsParts } from '#main/settings/index.ts';
import { connectionTest } from '#shared/catalogue/operations/settings.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { ok } from '#shared/kernel/index.ts';
import type { createConnectionTester } from './connection-tests.ts';
import type { BuiltSystem } from './system.ts';

/** What the owners that are no orchestrator act on. */
export interface OwnerParts {
  readonly settings: SettingsOperationsParts;
  readonly test: ReturnType<typeof createConnectionTester>;
  readonly keeper: BackupKeeper;
  readonly journal: Journal;
  readonly incidents: IncidentFolder;
  readonly incidentSources: IncidentSources;
  readonly forgetViewer: (viewer: Viewer) => void;
  /** True for the path of a section of the settings. */
  readonly isSection: (path: string) => boolean;
}

const implementTest = (test: OwnerParts['test']): OperationImplementation =>
  implement(connectionTest, {
    run: async ({ target }, { signal }) => {
      const tested = await test(target, signal);
      return tested.ok ? ok({ result: { ...tested.value, checks: [...tested.value.checks] } }) : tested;
    },
  });

const implementOwners = (
  { system }: BuiltSystem,
  { settings, test, keeper, journal, incidents, incidentSources, forgetViewer }: OwnerParts,
): readonly OperationImplementation[] => {
  const tellAs =
    (source: string) =>
    (draft: TopicDraft): void => {
      system.events.emit(source, draft);
    };
  return [
    ...implementComponents(system),
    ...implementSettings(settings),
    implementTest(test),
    ...implementBackups({ keeper, incidents, incidentSources, tell: tellAs('backups') }),
    implementDeleteViewer({ journal, keeper, incidents, forget: forgetViewer, tell: tellAs('journal') }),
  ];
};

/** Joins the operations of the orchestrators with those of owners that are none. */
export const collectOperations = (built: BuiltSystem, owners: OwnerParts): Operations => {
  const { system } = built;
  const { bus, clock, ids } = system.services;
  return createOperations({
    bus,
    clock,
    ids,
    isKnown: (target) => system.has(target) || owners.isSection(target),
    implementations: [...built.implementations, ...implementOwners(built, owners)],
  });
};
