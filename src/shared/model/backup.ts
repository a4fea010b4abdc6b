import { z } from 'zod';
import { settingsImpactSchema } from './settings-view.ts';

const backupReasonSchema = z.enum(['start', 'daily', 'before-update', 'before-restore', 'asked-for']);

export const backupSchema = z.object({
  id: z.string(),
  /** When it was made, epoch milliseconds. */
  at: z.number(),
  reason: backupReasonSchema,
  /** The program's version that made it. */
  version: z.string(),
  /** All of its files together. */
  bytes: z.number(),
  /** The journal's copy; null when there was none on disk to copy. */
  journal: z.object({ bytes: z.number(), events: z.number() }).nullable(),
});

/** A backup as it is listed. */
export const listedBackupSchema = backupSchema.extend({
  /** Why it cannot be used any more, in a sentence; null while its files are as they were when it was checked. */
  damage: z.string().nullable(),
});
export type ListedBackup = z.infer<typeof listedBackupSchema>;

/** A backup and the parts of it that are wanted. */
export const restoreRequestSchema = z.object({
  id: z.string().min(1).max(120),
  /** All settings, or the sections of these paths; false for none. */
  settings: z.union([z.boolean(), z.array(z.string().max(120)).max(50)]),
  journal: z.boolean(),
});
export type RestoreRequest = z.infer<typeof restoreRequestSchema>;

export const restoredSchema = z.object({
  /** The backup of the state before, by which this can be undone. */
  undo: z.string(),
  settings: settingsImpactSchema.nullable(),
  journal: z.object({ taken: z.number(), gaps: z.number() }).nullable(),
});
export type RestoredView = z.infer<typeof restoredSchema>;
