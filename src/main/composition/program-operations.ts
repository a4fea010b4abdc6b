import {
  answerWhenDone,
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
  type DiagnosticsFolder,
  type DiagnosticSources,
} from '#main/backup/index.ts';
import type { Journal, Viewer } from '#main/journal/index.ts';
import { clockOperations, type TrustedTime } from '#main/platform/index.ts';
import { rehearsalOperations } from '#main/rehearsal/index.ts';
import { implementSettings, type SettingsOperationsParts } from '#main/settings/index.ts';
import { implementUpdates, type Updates } from '#main/updates/index.ts';
import { programQuit, programSwitchMode } from '#shared/catalogue/operations/program.ts';
import { connectionTest } from '#shared/catalogue/operations/settings.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { clockConfirmed } from '#shared/catalogue/topics/host.ts';
import { ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import type { createConnectionTester } from './connection-tests.ts';
import type { BuiltSystem } from './system.ts';

/** The parts that operations outside of the orchestrators act on. */
export interface OwnerParts {
  readonly settings: SettingsOperationsParts;
  readonly test: ReturnType<typeof createConnectionTester>;
  readonly keeper: BackupKeeper;
  readonly journal: Journal;
  readonly diagnostics: DiagnosticsFolder;
  readonly diagnosticSources: DiagnosticSources;
  readonly forgetViewer: (viewer: Viewer) => void;
  readonly clock: Clock;
  readonly time: TrustedTime;
  readonly rehearsal: Parameters<typeof rehearsalOperations>[0];
  /** The dock operations of the host, which stores the docks. */
  readonly docks: readonly OperationImplementation[];
  /** The operation that checks the security of the program again. */
  readonly security: readonly OperationImplementation[];
  /** Stores the choice of mode, and asks the host to restart in it after the answer. */
  readonly switchMode: (mode: RunMode) => Promise<Result<void, Fault>>;
  /** Asks the host to exit after the answer. */
  readonly quit: () => Result<void, Fault>;
  readonly updates: Updates;
  /** True for the path of a settings section. */
  readonly isSection: (path: string) => boolean;
}

const implementTest = (test: OwnerParts['test']): OperationImplementation =>
  implement(connectionTest, {
    run: async ({ target }, { signal }) => {
      const tested = await test(target, signal);
      return tested.ok ? ok({ result: { ...tested.value, checks: [...tested.value.checks] } }) : tested;
    },
  });

const implementModeSwitch = (switchMode: OwnerParts['switchMode']): OperationImplementation =>
  implement(programSwitchMode, {
    run: async ({ mode }) => answerWhenDone(await switchMode(mode), { mode }),
  });

const implementQuit = (quit: OwnerParts['quit']): OperationImplementation =>
  implement(programQuit, { run: async () => answerWhenDone(quit(), {}) });

const implementOwners = ({ system }: BuiltSystem, owners: OwnerParts): readonly OperationImplementation[] => {
  const { keeper, diagnostics, diagnosticSources, journal, time, clock } = owners;
  const tellAs =
    (source: string) =>
    (draft: TopicDraft): void => {
      system.events.emit(source, draft);
    };
  return [
    ...implementComponents(system),
    ...implementSettings(owners.settings),
    implementTest(owners.test),
    ...implementBackups({ keeper, diagnostics, diagnosticSources, emit: tellAs('backups') }),
    implementDeleteViewer({
      journal,
      keeper,
      diagnostics,
      forget: owners.forgetViewer,
      emit: tellAs('journal'),
    }),
    ...clockOperations(time, clock, (sentence) => tellAs('clock')(clockConfirmed({}, { sentence }))),
    ...rehearsalOperations(owners.rehearsal),
    ...owners.docks,
    ...owners.security,
    implementModeSwitch(owners.switchMode),
    implementQuit(owners.quit),
    ...implementUpdates(owners.updates),
  ];
};

/** Combines the operations of the orchestrators with all others. */
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
