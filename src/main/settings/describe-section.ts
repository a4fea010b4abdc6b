import type { SettingsSection } from '#shared/model/index.ts';
import type { ResolvedSection } from './resolve-section.ts';
import { formSchemaOf, type SectionDeclaration } from './section.ts';
import type { SecretState } from './vault/port.ts';

/** A section with what a form needs to draw itself. */
export const describeSection = async (
  section: SectionDeclaration,
  { values, layers }: ResolvedSection,
  secretState: (name: string) => Promise<SecretState>,
): Promise<SettingsSection> => {
  const declared = [...(section.secrets ?? []), ...(section.secretsOf?.(section.schema.parse(values)) ?? [])];
  const { path, title, description } = section;
  return {
    path,
    title,
    description,
    schema: formSchemaOf(section),
    values,
    layers,
    secrets: await Promise.all(
      declared.map(async (secret) => ({ ...secret, state: await secretState(secret.name) })),
    ),
    testTarget: section.testTarget ?? null,
  };
};
