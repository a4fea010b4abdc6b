import { answerWhenDone, answerWith, implement, type OperationImplementation } from '#core/index.ts';
import {
  settingsDeleteSecret,
  settingsImport,
  settingsConfirmChange,
  settingsPatch,
  settingsPutSecret,
  settingsReset,
  settingsRestoreVersion,
} from '#shared/catalogue/operations/settings.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { SettingsStore } from './settings-store.ts';
import type { SettingsTrial } from './settings-trial.ts';

export interface SettingsOperationsParts {
  readonly store: Pick<SettingsStore, 'patch' | 'reset' | 'restore' | 'importDocument'>;
  readonly trial: Pick<SettingsTrial, 'confirm'>;
  /** Stores a secret and applies it to its users. */
  readonly putSecret: (name: string, value: string) => Promise<Result<void, Fault>>;
  readonly deleteSecret: (name: string) => Promise<Result<void, Fault>>;
}

/** Implements the operations on settings and secrets. */
export const implementSettings = ({
  store,
  trial,
  putSecret,
  deleteSecret,
}: SettingsOperationsParts): readonly OperationImplementation[] => [
  implement(settingsPatch, { run: async ({ path, values }) => answerWith(await store.patch(path, values)) }),
  implement(settingsReset, { run: async ({ path, keys }) => answerWith(await store.reset(path, keys)) }),
  implement(settingsRestoreVersion, { run: async ({ id }) => answerWith(await store.restore(id)) }),
  implement(settingsImport, {
    run: async ({ content, only }) => answerWith(await store.importDocument(content, only)),
  }),
  implement(settingsConfirmChange, { run: async () => ok({ result: { kept: trial.confirm() } }) }),
  implement(settingsPutSecret, {
    run: async ({ name, value }) => answerWhenDone(await putSecret(name, value), { name, state: 'set' }),
  }),
  implement(settingsDeleteSecret, {
    run: async ({ name }) => answerWhenDone(await deleteSecret(name), { name, state: 'missing' }),
  }),
];
