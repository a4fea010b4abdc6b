import { z } from 'zod';
import { settingsImpactSchema } from './settings-view.ts';

/** A value that differs between two states of the settings; omitted where it is not set. */
export const settingsDifferenceSchema = z.object({
  /** Dotted path from the top of the file. */
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type SettingsDifferenceView = z.infer<typeof settingsDifferenceSchema>;

/** The values that a change of the settings would change, and the components that would restart. */
export const settingsPreviewSchema = z.object({
  impact: settingsImpactSchema,
  differences: z.array(settingsDifferenceSchema),
});
export type SettingsPreview = z.infer<typeof settingsPreviewSchema>;

/** The origin of a version of the settings. */
export const settingsOrigins = ['started', 'operator', 'file', 'restored', 'imported', 'returned'] as const;
export const settingsOriginSchema = z.enum(settingsOrigins);
export type SettingsOrigin = z.infer<typeof settingsOriginSchema>;

/** A stored version of the settings. */
export const settingsVersionSchema = z.object({
  id: z.string(),
  /** Time when it became active, epoch milliseconds. */
  at: z.number(),
  /** Null when unknown. */
  origin: settingsOriginSchema.nullable(),
});
export type SettingsVersionView = z.infer<typeof settingsVersionSchema>;

/** A change that is rolled back automatically unless the restarted components recover in time. */
export const settingsTrialSchema = z.object({
  startedAt: z.number(),
  /** Time of the rollback, epoch milliseconds. */
  deadlineAt: z.number(),
  /** Titles of the changed sections. */
  sections: z.array(z.string()),
  /** The components that have not recovered yet. */
  waitingFor: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type SettingsTrial = z.infer<typeof settingsTrialSchema>;
