export { documentVersion as settingsFormat, formatOf as settingsFormatOf } from './document.ts';
export { openSettings, type OpenSettings, type SettingsOptions } from './open-settings.ts';
export { implementSettings, type SettingsOperationsParts } from './operations.ts';
export type { Environment } from './resolve-section.ts';
export type { SettingsDifference, SettingsVersion } from './settings-history.ts';
export { createSecretChange, type SecretChangeParts } from './secret-change.ts';
export type { DocumentPreview } from './settings-import.ts';
export {
  joinImpacts,
  type SectionChange,
  type SettingsApplier,
  type SettingsChange,
} from './settings-change.ts';
export type { SectionChanged, SettingsStore } from './settings-store.ts';
export type { SettingsTrial } from './settings-trial.ts';
export { watchSettings } from './settings-watch.ts';
export { overlayEnvironment } from './vault/environment-vault.ts';
export { openFileVault } from './vault/file-vault.ts';
export type { SecretState, SecretVault, VaultDescription, VaultTrouble } from './vault/port.ts';
export { createVault, type HostSecretCodec } from './vault/open-vault.ts';
export { watchSecrets, type Secrets } from './vault/secrets.ts';
export { createSessionVault } from './vault/session-vault.ts';
export { createVaultComponent, reopenWhenAnswered } from './vault/vault-component.ts';
