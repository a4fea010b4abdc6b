import { describeFileError } from '#main/files/index.ts';
import { Fault } from '#shared/kernel/index.ts';
import type { SectionDeclaration } from '#core/index.ts';
import type { SettingsIssue } from './resolve-section.ts';

export const unknownSection = (path: string, sections: readonly SectionDeclaration[]): Fault => {
  const known = sections.map((section) => section.path).join(', ');
  return new Fault(
    'settings.unknown-section',
    `There is no settings section "${path}". The sections are: ${known}.`,
    {
      kind: 'configuration',
      status: 'not-found',
    },
  );
};

/** Fault for a value that looks like a secret. Names the setting and never its value. */
export const looksSecret = (section: string, key: readonly string[]): Fault =>
  new Fault(
    'settings.looks-secret',
    `"${section}.${key.join('.')}" looks like a password or token. Secrets do not belong in the settings file. Enter it as a secret.`,
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Enter it as a secret', target: section },
    },
  );

export const offLimits = (trouble: string | null): Fault =>
  new Fault('settings.off-limits', trouble ?? 'The settings file cannot be written.', {
    kind: 'configuration',
  });

export const notADocument = (reason: string): Fault =>
  new Fault('settings.not-a-document', `These settings cannot be used: ${reason}. Nothing was changed.`, {
    kind: 'configuration',
  });

export const notSaved = (file: string, thrown: unknown): Fault =>
  new Fault(
    'settings.not-saved',
    `The settings file ${file} could not be written: ${describeFileError(thrown)}. Nothing was changed.`,
    { kind: 'transient', cause: thrown },
  );

export const unknownVersion = (id: string): Fault =>
  new Fault(
    'settings.unknown-version',
    `There is no version "${id}" of the settings. Choose a version from the history.`,
    {
      kind: 'configuration',
      status: 'not-found',
    },
  );

export const invalid = (section: string, issues: readonly SettingsIssue[]): Fault =>
  new Fault(
    'settings.invalid',
    `The settings were not changed: ${issues.map(({ path, message }) => `"${path}": ${message}`).join('; ')}.`,
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Correct the settings', target: section },
      details: { issues: issues.map(({ path, message }) => ({ path, message })) },
    },
  );
