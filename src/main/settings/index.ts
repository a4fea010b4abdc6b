export { documentVersion as settingsFormat, formatOf as settingsFormatOf } from './document.ts';
export { openSettings, type OpenSettings, type SettingsOptions } from './open-settings.ts';
export type { Environment } from './resolve-section.ts';
export {
  declareSection,
  type EnvironmentVariable,
  type SecretDeclaration,
  type SectionDeclaration,
} from './section.ts';
export type { SettingsDifference, SettingsVersion } from './settings-history.ts';
export type { DocumentPreview } from './settings-import.ts';
export type { SectionChanged, SettingsChange, SettingsStore } from './settings-store.ts';
export { createCodecVault, type SecretCodec } from './vault/codec-vault.ts';
export { DeferredVault, type DeferredVaultOptions } from './vault/deferred-vault.ts';
export { overlayEnvironment } from './vault/environment-vault.ts';
export { openFileVault } from './vault/file-vault.ts';
export { findKeyring, type Keyring } from './vault/keyring.ts';
export type { SecretState, SecretVault, VaultDescription, VaultTrouble } from './vault/port.ts';
export { readStoredNames } from './vault/vault-file.ts';
export { createSecretReader } from './vault/secret-reader.ts';
export { createSessionVault } from './vault/session-vault.ts';
