import type { SecretDeclaration, SectionDeclaration } from '#core/index.ts';
import type { SettingsSection } from '#shared/model/index.ts';
import type { ResolvedSection } from './resolve-section.ts';
import { formSchemaOf } from './section.ts';
import type { SecretState } from './vault/port.ts';

/** Returns the secrets that a section uses, including secrets that depend on its values. */
export const secretsOf = (
  section: SectionDeclaration,
  { values }: ResolvedSection,
): readonly SecretDeclaration[] => [
  ...(section.secrets ?? []),
  ...(section.secretsOf?.(section.schema.parse(values)) ?? []),
];

/** Describes a section with everything that its form needs. */
export const describeSection = async (
  section: SectionDeclaration,
  resolved: ResolvedSection,
  secretState: (name: string) => Promise<SecretState>,
): Promise<SettingsSection> => {
  const { path, title, description } = section;
  return {
    path,
    title,
    description,
    schema: formSchemaOf(section),
    values: resolved.values,
    layers: resolved.layers,
    secrets: await Promise.all(
      secretsOf(section, resolved).map(async (secret) => ({
        ...secret,
        state: await secretState(secret.name),
      })),
    ),
    testTarget: section.testTarget ?? null,
  };
};
