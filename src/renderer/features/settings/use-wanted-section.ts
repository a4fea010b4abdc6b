import { useEffect, useState } from 'react';
import type { SettingsSection } from '#shared/model/index.ts';
import { useClient } from '../../stores/stores-context.tsx';

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
  const client = useClient();
  const [asked, setAsked] = useState<{ readonly of: string; readonly path: string | null } | null>(null);
  const direct = wanted === '' ? sections[0] : sectionOf(sections, wanted);
  const mustAsk = direct === undefined && sections.length > 0;
  useEffect(() => {
    if (!mustAsk) return undefined;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const { settingsPath } = await client.components.get({ id: wanted }, { signal: asking.signal });
        if (!asking.signal.aborted) setAsked({ of: wanted, path: settingsPath });
      } catch {
        // Nothing of that name: the first section is shown.
      }
    };
    void ask();
    return () => asking.abort();
  }, [client, mustAsk, wanted]);
  if (direct) return direct;
  const path = asked?.of === wanted ? asked.path : null;
  return sections.find((section) => section.path === path) ?? sections[0];
};
