import type { SettingsSection } from '#shared/model/index.ts';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

/** Returns the section that a link names: by its path, the end or start of it, or the target of its test. */
const sectionOf = (sections: readonly SettingsSection[], link: string): SettingsSection | undefined =>
  sections.find(({ path }) => path === link) ??
  sections.find(({ testTarget }) => testTarget !== null && testTarget === link) ??
  sections.find(({ path }) => path.endsWith(`.${link}`) || path.startsWith(`${link}.`));

/**
 * Returns the section that a link names, also by the id of a component that it configures. The first section
 * otherwise.
 */
export const useLinkedSection = (
  sections: readonly SettingsSection[],
  link: string,
): SettingsSection | undefined => {
  const { api } = useQueries();
  const direct = link === '' ? sections[0] : sectionOf(sections, link);
  const { answer } = useHostQuery(api.components.get.queryOptions({ input: { id: link } }), {
    onFailure: 'keep',
    active: direct === undefined && sections.length > 0,
  });
  if (direct) return direct;
  const path = valueOf(answer)?.settingsPath;
  return sections.find((section) => section.path === path) ?? sections[0];
};
