import type { System } from '#core/index.ts';
import type { SettingsStore } from '#main/settings/index.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { RunInfoSource } from './run-info.ts';
import { SettingsTrial } from './settings-trial.ts';

/** Puts changes of the settings on trial, and tells when the file on disk is not what is in force. */
export const watchSettings = (parts: {
  readonly store: SettingsStore;
  /** How long a change may take to prove itself, milliseconds; 0 for no trial. */
  readonly limitMs: () => number;
  readonly titleOf: (path: string) => string;
  readonly system: System;
  readonly clock: Clock;
  readonly runInfo: RunInfoSource;
}): SettingsTrial => {
  const { store, limitMs, titleOf, system, clock, runInfo } = parts;
  store.onProblem(() => {
    const { problem } = store;
    system.events.emit('settings', problem === null ? 'settings.file-read' : 'settings.file-refused', {
      level: problem === null ? 'info' : 'warning',
      message: problem ?? 'The settings file was changed and read.',
    });
  });
  return new SettingsTrial({
    store,
    system,
    clock,
    limitMs,
    titleOf,
    onTrial: (trial) => runInfo.update({ trial }),
  });
};
