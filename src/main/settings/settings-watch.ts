import type { System } from '#core/index.ts';
import { settingsFileRead, settingsFileRefused } from '#shared/catalogue/topics/settings.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { SettingsTrial as TrialView } from '#shared/model/index.ts';
import type { SettingsStore } from './settings-store.ts';
import { SettingsTrial } from './settings-trial.ts';

/**
 * Starts the trial of settings changes, and reports when the file on disk differs from the active settings.
 */
export const watchSettings = (parts: {
  readonly store: SettingsStore;
  /** Milliseconds within which the components of a change must recover; 0 for no trial. */
  readonly limitMs: () => number;
  readonly titleOf: (path: string) => string;
  readonly system: System;
  readonly clock: Clock;
  /** Shows the running trial. */
  readonly runInfo: { update(change: { readonly trial: TrialView | null }): void };
}): SettingsTrial => {
  const { store, limitMs, titleOf, system, clock, runInfo } = parts;
  store.onProblem(() => {
    const { problem } = store;
    const draft = problem === null ? settingsFileRead({}) : settingsFileRefused({}, { reason: problem });
    system.events.emit('settings', draft);
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
