import { z } from 'zod';

/** The sources of settings values; the last one in the list that has a value wins. */
export const settingsLayers = ['default', 'file', 'environment', 'operator'] as const;
export const settingsLayerSchema = z.enum(settingsLayers);
export type SettingsLayer = z.infer<typeof settingsLayerSchema>;

/** One section of the settings, with everything that a form needs. */
export const settingsSectionSchema = z.object({
  /** `chat-presence.obs`, … */
  path: z.string(),
  title: z.string(),
  description: z.string(),
  /** JSON Schema (2020-12) with `title` and `description` on every property. */
  schema: z.record(z.string(), z.unknown()),
  values: z.record(z.string(), z.unknown()),
  /** The winning layer of each key. */
  layers: z.record(z.string(), settingsLayerSchema),
  /** Names of the secrets of this section; only whether each is set is ever shown. */
  secrets: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      state: z.enum(['set', 'missing', 'from-environment']),
    }),
  ),
  /** The component that the *test* button tests; null when there is none. */
  testTarget: z.string().nullable(),
});
export type SettingsSection = z.infer<typeof settingsSectionSchema>;

/** The effects of saving a change. */
export const settingsImpactSchema = z.object({
  live: z.array(z.string()),
  restarts: z.array(z.string()),
});
export type SettingsImpact = z.infer<typeof settingsImpactSchema>;
