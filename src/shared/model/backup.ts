import { z } from 'zod';
import { settingsImpactSchema } from './settings-view.ts';

const backupReasonSchema = z.enum(['start', 'daily', 'before-update', 'before-restore', 'asked-for']);

export const backupSchema = z.object({
  id: z.string(),
  /** Time of the backup, epoch milliseconds. */
  at: z.number(),
  reason: backupReasonSchema,
  /** Version of the program that made the backup. */
  version: z.string(),
  /** Total size of its files. */
  bytes: z.number(),
  /** The copy of the journal; null when there was none on disk. */
  journal: z.object({ bytes: z.number(), events: z.number() }).nullable(),
});

/** A backup as the list shows it. */
export const listedBackupSchema = backupSchema.extend({
  /**
   * The reason why the backup is unusable, in a sentence; null while its files are unchanged since the check.
   */
  damage: z.string().nullable(),
});
export type ListedBackup = z.infer<typeof listedBackupSchema>;

/** A backup and the parts of it to restore. */
export const restoreRequestSchema = z.object({
  id: z.string().min(1).max(120),
  /** All settings, or the sections with these paths; false for none. */
  settings: z.union([z.boolean(), z.array(z.string().max(120)).max(50)]),
  journal: z.boolean(),
});
export type RestoreRequest = z.infer<typeof restoreRequestSchema>;

export const restoredSchema = z.object({
  /** The backup of the previous state, which undoes the restore. */
  undo: z.string(),
  settings: settingsImpactSchema.nullable(),
  journal: z.object({ taken: z.number(), gaps: z.number() }).nullable(),
});
export type RestoredView = z.infer<typeof restoredSchema>;
