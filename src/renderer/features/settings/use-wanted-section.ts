import type { SettingsSection } from '#shared/model/index.ts';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

/** The section that a link means by itself: a path, the end of one, or what its test tries. */
const sectionOf = (sections: readonly SettingsSection[], wanted: string): SettingsSection | undefined =>
  sections.find(({ path }) => path === wanted) ??
  sections.find(({ testTarget }) => testTarget !== null && testTarget === wanted) ??
  sections.find(({ path }) => path.endsWith(`.${wanted}`) || path.startsWith(`${wanted}.`));

/** Which section to show: by its path, or by the id of a component that it configures. The first one otherwise. */
export const useWantedSection = (
  sections: readonly SettingsSection[],
  wanted: string,
): SettingsSection | undefined => {
  const { api } = useQueries();
  const direct = wanted === '' ? sections[0] : sectionOf(sections, wanted);
  const { answer } = useHostQuery(api.components.get.queryOptions({ input: { id: wanted } }), {
    onFailure: 'keep',
    active: direct === undefined && sections.length > 0,
  });
  if (direct) return direct;
  // Without a component of that name the first section is shown.
  const path = valueOf(answer)?.settingsPath;
  return sections.find((section) => section.path === path) ?? sections[0];
};
