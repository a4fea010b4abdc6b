import { z } from 'zod';

/** Where a settings value comes from; the last of the list that has one wins. */
export const settingsLayers = ['default', 'file', 'environment', 'operator'] as const;
export const settingsLayerSchema = z.enum(settingsLayers);
export type SettingsLayer = z.infer<typeof settingsLayerSchema>;

/** One section of the settings, with what a form needs to draw itself. */
export const settingsSectionSchema = z.object({
  /** `chat-presence.obs`, … */
  path: z.string(),
  title: z.string(),
  description: z.string(),
  /** JSON Schema (2020-12) with `title` and `description` on every property. */
  schema: z.record(z.string(), z.unknown()),
  values: z.record(z.string(), z.unknown()),
  /** The winning layer per key. */
  layers: z.record(z.string(), settingsLayerSchema),
  /** Secrets this section uses, by name; only whether each is set is ever told. */
  secrets: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      state: z.enum(['set', 'missing', 'from-environment']),
    }),
  ),
  /** The component that a *test* button tries; null when there is nothing to try. */
  testTarget: z.string().nullable(),
});
export type SettingsSection = z.infer<typeof settingsSectionSchema>;

/** What saving a change will do. */
export const settingsImpactSchema = z.object({
  live: z.array(z.string()),
  restarts: z.array(z.string()),
});
export type SettingsImpact = z.infer<typeof settingsImpactSchema>;
