import type { z } from 'zod';
import type { OrchestratorManifest, OrchestratorSection, System } from '#core/index.ts';
import { joinImpacts, type SectionChange, type SettingsStore } from '#main/settings/index.ts';
import { settingsChanged, settingsNotApplied } from '#shared/catalogue/topics/settings.ts';
import { deepMerge } from '#shared/kernel/index.ts';
import type { SettingsImpact } from '#shared/model/index.ts';

type Configured = Pick<OrchestratorManifest<never>, 'id' | 'sections'>;
type Read = (section: OrchestratorSection) => object;

/**
 * Merges the values of sections into a configuration. In a rehearsal, replaces the values that differ there.
 */
const fragmentOf = (sections: readonly OrchestratorSection[], read: Read, rehearsing: boolean): unknown =>
  sections.reduce((config: unknown, section) => {
    const settings = read(section);
    const values = rehearsing ? (section.rehearse?.(settings) ?? settings) : settings;
    return deepMerge(config, section.feeds === null ? values : { [section.feeds]: values });
  }, {});

/** Returns an orchestrator's configuration from its settings sections. */
export const readConfig = <TConfig extends object>(
  store: Pick<SettingsStore, 'get'>,
  manifest: { readonly schema: z.ZodType<TConfig>; readonly sections: readonly OrchestratorSection[] },
  rehearsing: boolean,
): TConfig =>
  manifest.schema.parse(fragmentOf(manifest.sections, (section) => store.get(section), rehearsing));

/** The effect of a change on one orchestrator. */
interface Delivery {
  readonly id: string;
  /** The changed sections. */
  readonly sections: readonly OrchestratorSection[];
  readonly config: unknown;
}

/**
 * Applies saved settings to the orchestrators. In a rehearsal, the settings of real platforms wait for the
 * next live run.
 */
export const followSettings = (parts: {
  readonly store: Pick<SettingsStore, 'get' | 'applyWith'>;
  readonly manifests: readonly Configured[];
  readonly titleOf: (path: string) => string;
  readonly system: Pick<System, 'previewConfig' | 'applyConfig' | 'events'>;
  readonly rehearsing: boolean;
}): Disposable => {
  const { store, manifests, titleOf, system, rehearsing } = parts;

  const deliveriesOf = (changes: readonly SectionChange[]): readonly Delivery[] =>
    manifests.flatMap(({ id, sections }) => {
      const open = sections.filter(({ aboutPlatforms }) => !(rehearsing && aboutPlatforms));
      const changed = new Map(changes.map(({ path, values }) => [path, values]));
      const concerned = open.filter(({ path }) => changed.has(path));
      const read: Read = (section) => {
        const values = changed.get(section.path);
        return values === undefined ? store.get(section) : section.schema.parse(values);
      };
      return concerned.length === 0
        ? []
        : [{ id, sections: concerned, config: fragmentOf(open, read, rehearsing) }];
    });

  const impactOfOne = ({ id, sections, config }: Delivery): SettingsImpact => {
    const impact = system.previewConfig(id, config);
    if (!impact.ok) return { live: [], restarts: [] };
    const { live, restarts } = impact.value;
    const keyOf = (path: string): string => {
      const prefix = sections.map(({ feeds }) => `${feeds ?? ''}.`).find((each) => path.startsWith(each));
      return prefix === undefined ? path : path.slice(prefix.length);
    };
    return { live: live.map(keyOf), restarts: [...restarts] };
  };

  const applyOne = ({ id, sections, config }: Delivery): void => {
    const result = system.applyConfig(id, config);
    if (result.ok) return;
    const { code, message: reason } = result.error;
    for (const { path } of sections)
      system.events.emit('settings', settingsNotApplied({ path, code }, { reason }));
  };

  return store.applyWith({
    impactOf: (changes) => joinImpacts(deliveriesOf(changes).map(impactOfOne)),
    apply: ({ sections, origin }) => {
      for (const { path, keys } of sections)
        system.events.emit('settings', settingsChanged({ path, keys, origin }, { title: titleOf(path) }));
      for (const delivery of deliveriesOf(sections)) applyOne(delivery);
    },
  });
};
