import { z } from 'zod';

/** The channels of releases. `beta` gets versions earlier. */
export const updateChannels = ['stable', 'beta'] as const;
export type UpdateChannel = (typeof updateChannels)[number];

/**
 * Reason why this program updates itself, or why not.
 * - `ready`: it checks and installs.
 * - `no-updater`: the host has no updater.
 * - `not-set-up`: this build has no feed or no key.
 * - `unsupported`: the program was not installed from a package that it can replace.
 * - `rehearsal`: a rehearsal reaches nothing outside.
 */
export const updateSupportSchema = z.enum(['ready', 'no-updater', 'not-set-up', 'unsupported', 'rehearsal']);
export type UpdateSupport = z.infer<typeof updateSupportSchema>;

/**
 * The result of one check.
 * - `unreachable`: no answer, or an answer that is no feed, such as the sign-in page of a network.
 * - `refused`: a feed that Cuelight does not trust or cannot use.
 */
export const updateCheckSchema = z.object({
  at: z.number(),
  outcome: z.enum(['current', 'available', 'unreachable', 'refused']),
  /** Code of the fault; null without one. */
  code: z.string().nullable(),
  message: z.string(),
});
export type UpdateCheck = z.infer<typeof updateCheckSchema>;

/** The outcome of the last installation. */
export const updateInstallSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Time of the hand-over to the installer, epoch milliseconds. */
  at: z.number(),
  /** Id of the backup that was made before. */
  backup: z.string(),
  outcome: z.enum(['installed', 'not-installed']),
});
export type UpdateInstall = z.infer<typeof updateInstallSchema>;

/** An update that passed every check of its feed. */
export const availableUpdateSchema = z.object({
  version: z.string(),
  /** Time of the release, epoch milliseconds. */
  releasedAt: z.number(),
  /** Plain text or Markdown. */
  notes: z.string(),
  /** Size of the download. */
  bytes: z.number().int(),
});
export type AvailableUpdate = z.infer<typeof availableUpdateSchema>;

export const updateStatusSchema = z.object({
  support: updateSupportSchema,
  /** Explains why Cuelight does not update itself; null when it does. */
  explanation: z.string().nullable(),
  version: z.string(),
  channel: z.enum(updateChannels),
  /** True when Cuelight checks at its start and each day. */
  automatic: z.boolean(),
  lastCheck: updateCheckSchema.nullable(),
  available: availableUpdateSchema.nullable(),
  stage: z.enum(['idle', 'checking', 'downloading', 'backing-up', 'restarting']),
  /** Downloaded share of the package, 0 to 1; null while nothing is downloaded. */
  progress: z.number().min(0).max(1).nullable(),
  /** Reason why the update can't be installed now; null when it can, or when there is none. */
  obstacle: z.string().nullable(),
  lastInstall: updateInstallSchema.nullable(),
});
export type UpdateStatus = z.infer<typeof updateStatusSchema>;
