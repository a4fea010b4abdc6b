import { z } from 'zod';

export const backupReasons = ['start', 'daily', 'before-update', 'before-restore', 'asked-for'] as const;
export type BackupReason = (typeof backupReasons)[number];

export const manifestFormat = 1;

export const backupManifestSchema = z.object({
  format: z.number().int().min(1),
  /** Time of the backup, epoch milliseconds. */
  at: z.number(),
  /** Position in the order of backups, independent of the clock. Missing in backups of earlier versions. */
  sequence: z.number().int().min(1).optional(),
  /** True when the clock was in doubt during the backup, so `at` is not reliable. */
  clockDoubtful: z.boolean().optional(),
  reason: z.enum(backupReasons),
  /** Version of Cuelight that wrote the data. */
  version: z.string(),
  /** Checksum of the settings document, SHA-256 in hex. */
  settingsSha256: z.string(),
  /** True when any setting differed from its default. */
  settingsSet: z.boolean(),
  /** Size and events of the verified journal copy; null when there was no journal on disk. */
  journal: z.object({ bytes: z.number(), events: z.number() }).nullable(),
});
export type BackupManifest = z.infer<typeof backupManifestSchema>;

/** A backup in the list. */
export interface Backup extends Omit<
  BackupManifest,
  'format' | 'settingsSha256' | 'settingsSet' | 'sequence' | 'clockDoubtful'
> {
  readonly id: string;
  /** Size of all its files together. */
  readonly bytes: number;
}

/** True when a backup contains changed settings or recorded events. */
export const holdsSomething = ({ settingsSet, journal }: BackupManifest): boolean =>
  settingsSet || (journal?.events ?? 0) > 0;
