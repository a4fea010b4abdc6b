import { z } from 'zod';
import { settingsImpactSchema } from './settings-view.ts';

/** One value that differs between two states of the settings; left out where it is not set. */
export const settingsDifferenceSchema = z.object({
  /** Dotted, from the top of the file. */
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type SettingsDifferenceView = z.infer<typeof settingsDifferenceSchema>;

/** What putting other settings into force changes, and which components begin anew for it. */
export const settingsPreviewSchema = z.object({
  impact: settingsImpactSchema,
  differences: z.array(settingsDifferenceSchema),
});
export type SettingsPreview = z.infer<typeof settingsPreviewSchema>;

/** How a version of the settings came into force. */
export const settingsOrigins = ['started', 'operator', 'file', 'restored', 'imported', 'returned'] as const;
export const settingsOriginSchema = z.enum(settingsOrigins);
export type SettingsOrigin = z.infer<typeof settingsOriginSchema>;

/** A version of the settings that was in force once. */
export const settingsVersionSchema = z.object({
  id: z.string(),
  /** When it came into force, epoch milliseconds. */
  at: z.number(),
  /** Null where it is not known. */
  origin: settingsOriginSchema.nullable(),
});
export type SettingsVersionView = z.infer<typeof settingsVersionSchema>;

/** A change that is taken back by itself unless those it restarted are well again in time. */
export const settingsTrialSchema = z.object({
  startedAt: z.number(),
  /** When it is taken back, epoch milliseconds. */
  deadlineAt: z.number(),
  /** The changed sections, by title. */
  sections: z.array(z.string()),
  /** Whom it waits for. */
  waitingFor: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type SettingsTrial = z.infer<typeof settingsTrialSchema>;
