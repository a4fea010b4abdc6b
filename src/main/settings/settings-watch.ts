import type { System } from '#core/index.ts';
import { settingsFileRead, settingsFileRefused } from '#shared/catalogue/topics/settings.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { SettingsTrial as TrialView } from '#shared/model/index.ts';
import type { SettingsStore } from './settings-store.ts';
import type { SectionDeclaration } from './section.ts';
import { SettingsTrial, type SettingsTrialParts } from './settings-trial.ts';

/** Puts changes of the settings on trial, and tells when the file on disk is not what is in force. */
export const watchSettings = (parts: {
  readonly store: SettingsStore;
  readonly sections: {
    /** Sets for how long a change is on trial. */
    readonly program: SectionDeclaration<{ readonly returnAfterSeconds: number }>;
    readonly all: readonly Pick<SectionDeclaration, 'path' | 'title'>[];
  };
  readonly system: System;
  readonly clock: Clock;
  /** Shows the trial that goes on. */
  readonly runInfo: { update(change: { readonly trial: TrialView | null }): void };
  readonly impactOf: SettingsTrialParts['impactOf'];
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
