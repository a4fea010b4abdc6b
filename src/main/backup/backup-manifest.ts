import { z } from 'zod';

export const backupReasons = ['start', 'daily', 'before-update', 'before-restore', 'asked-for'] as const;
export type BackupReason = (typeof backupReasons)[number];

export const manifestFormat = 1;

export const backupManifestSchema = z.object({
  format: z.number().int().min(1),
  /** When it was made, epoch milliseconds. */
  at: z.number(),
  /** Its place in the order in which backups were made: no clock can change that. Missing in older backups. */
  sequence: z.number().int().min(1).optional(),
  /** True when the clock was in doubt while it was made; then `at` proves nothing. */
  clockDoubtful: z.boolean().optional(),
  reason: z.enum(backupReasons),
  /** The program's version that made it. */
  version: z.string(),
  /** Checksum of the settings document, SHA-256 in hex. */
  settingsSha256: z.string(),
  /** Whether the settings were anything but the defaults. */
  settingsSet: z.boolean(),
  /** What the journal's copy held when it was checked; null when there was no journal on disk to copy. */
  journal: z.object({ bytes: z.number(), events: z.number() }).nullable(),
});
export type BackupManifest = z.infer<typeof backupManifestSchema>;

/** A backup as it is listed. */
export interface Backup extends Omit<
  BackupManifest,
  'format' | 'settingsSha256' | 'settingsSet' | 'sequence' | 'clockDoubtful'
> {
  readonly id: string;
  /** All of its files together. */
  readonly bytes: number;
}

/** Whether there is anything in it that would be missed. */
export const holdsSomething = ({ settingsSet, journal }: BackupManifest): boolean =>
  settingsSet || (journal?.events ?? 0) > 0;
