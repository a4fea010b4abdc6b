import type { System } from '#core/index.ts';
import type { SettingsStore } from '#main/settings/index.ts';
import { settingsFileRead, settingsFileRefused } from '#shared/catalogue/topics/settings.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { RunInfoSource } from './run-info.ts';
import type { ImpactOf, Sections } from './settings-sections.ts';
import { SettingsTrial } from './settings-trial.ts';

/** Puts changes of the settings on trial, and tells when the file on disk is not what is in force. */
export const watchSettings = (parts: {
  readonly store: SettingsStore;
  readonly sections: Sections;
  readonly system: System;
  readonly clock: Clock;
  readonly runInfo: RunInfoSource;
  readonly impactOf: ImpactOf;
}): SettingsTrial => {
  const { store, sections, system, clock, runInfo, impactOf } = parts;
  store.onProblem(() => {
    const { problem } = store;
    const draft = problem === null ? settingsFileRead({}) : settingsFileRefused({}, { reason: problem });
    system.events.emit('settings', draft);
  });
  return new SettingsTrial({
    store,
    system,
    clock,
    limitMs: () => store.get(sections.program).returnAfterSeconds * 1_000,
    impactOf,
    titleOf: (path) => sections.all.find((section) => section.path === path)?.title ?? path,
    onTrial: (trial) => runInfo.update({ trial }),
  });
};
