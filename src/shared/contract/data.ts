import { z } from 'zod';
import {
  atMostCharacters,
  chatMessageSchema,
  eventRecordSchema,
  settingsImpactSchema,
  settingsPreviewSchema,
} from '../model/index.ts';
import { procedure, question } from './procedure.ts';

const idInput = z.object({ id: z.string().min(1).max(120) });

const backupReasonSchema = z.enum(['start', 'daily', 'before-update', 'before-restore', 'asked-for']);
const backupSchema = z.object({
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
const listedBackupSchema = backupSchema.extend({
  /** Why it cannot be used any more, in a sentence; null while its files are as they were when it was checked. */
  damage: z.string().nullable(),
});
export type ListedBackup = z.infer<typeof listedBackupSchema>;

const restoreInput = idInput.extend({
  /** All settings, or the sections of these paths; false for none. */
  settings: z.union([z.boolean(), z.array(z.string().max(120)).max(50)]),
  journal: z.boolean(),
});
export type RestoreRequest = z.infer<typeof restoreInput>;

const restorePreviewSchema = z.object({
  /** Null when the settings stay as they are. */
  settings: settingsPreviewSchema.nullable(),
  /** Null when the journal stays as it is. Records held stay in any case: what is missing is added. */
  journal: z.object({ eventsInBackup: z.number() }).nullable(),
});
export type RestorePreviewView = z.infer<typeof restorePreviewSchema>;

const restoredSchema = z.object({
  /** The backup of the state before, by which this can be undone. */
  undo: z.string(),
  settings: settingsImpactSchema.nullable(),
  journal: z.object({ taken: z.number(), gaps: z.number() }).nullable(),
});
export type RestoredView = z.infer<typeof restoredSchema>;

/** Copies of settings and journal, checked when they were made. Secrets are in none of them. */
export const backupsContract = {
  list: procedure
    .route({ method: 'GET', path: '/backups', tags: ['data'], summary: 'All backups, newest first' })
    .output(
      z.object({
        folder: z.string(),
        backups: z.array(listedBackupSchema),
        /** The newest that holds something. */
        lastGood: z.string().nullable(),
        /** Why the last attempt came to nothing; null when it did not. */
        problem: z.string().nullable(),
        policy: z.object({ count: z.number(), days: z.number(), megabytes: z.number() }),
      }),
    ),
  create: procedure
    .route({
      method: 'POST',
      path: '/backups',
      tags: ['data'],
      summary: 'Makes a backup now; answers when it was checked',
    })
    .output(backupSchema),
  preview: question
    .route({
      method: 'POST',
      path: '/backups/{id}/preview',
      tags: ['data'],
      summary: 'What restoring a backup, or parts of it, would change',
    })
    .input(restoreInput)
    .output(restorePreviewSchema),
  restore: procedure
    .route({
      method: 'POST',
      path: '/backups/{id}/restore',
      tags: ['data'],
      summary: 'Restores a backup or parts of it; the present state is backed up first',
    })
    .input(restoreInput)
    .output(restoredSchema),
};

const viewerInput = z.object({
  platform: z.string().min(1).max(40),
  userId: z.string().min(1).max(200),
});

const heldViewerSchema = viewerInput.extend({
  /** Every name under which they wrote. */
  names: z.array(z.string()),
  messages: z.number().int(),
  /** Events that name them. */
  events: z.number().int(),
  /** First and last message held, epoch milliseconds; null when none is. */
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
});
export type HeldViewer = z.infer<typeof heldViewerSchema>;

/** What is kept of one person in chat. */
export const viewersContract = {
  find: procedure
    .route({
      method: 'GET',
      path: '/viewers',
      tags: ['data'],
      summary: 'Viewers of a name or id, and how much is held of each',
    })
    .input(z.object({ name: z.string().trim().min(1, 'Enter a name').check(atMostCharacters(200)) }))
    .output(z.object({ viewers: z.array(heldViewerSchema) })),
  export: procedure
    .route({
      method: 'GET',
      path: '/viewers/{platform}/{userId}',
      tags: ['data'],
      summary: 'Everything held of one viewer',
    })
    .input(viewerInput)
    .output(
      viewerInput.extend({
        names: z.array(z.string()),
        messages: z.array(chatMessageSchema),
        events: z.array(eventRecordSchema),
      }),
    ),
  delete: procedure
    .route({
      method: 'DELETE',
      path: '/viewers/{platform}/{userId}',
      tags: ['data'],
      summary: 'Deletes one viewer everywhere but in backups',
    })
    .input(viewerInput)
    .output(
      z.object({
        messages: z.number().int(),
        events: z.number().int(),
        /** Whether not a byte of them is left in the journal's file. */
        thorough: z.boolean(),
        /** Backups that were made before and keep them until they go. */
        backups: z.number().int(),
      }),
    ),
};

const savedIncidentSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  /** When it was written, epoch milliseconds. */
  at: z.number(),
});
export type SavedIncident = z.infer<typeof savedIncidentSchema>;

/** What happened in a stretch of time as one file, to be looked at later or elsewhere. */
export const incidentsContract = {
  list: procedure
    .route({ method: 'GET', path: '/incidents', tags: ['data'], summary: 'Incident files saved here' })
    .output(z.object({ folder: z.string(), incidents: z.array(savedIncidentSchema) })),
  create: procedure
    .route({
      method: 'POST',
      path: '/incidents',
      tags: ['data'],
      summary: 'Saves what happened in a stretch of time, secrets taken out',
    })
    .input(
      z
        .object({
          from: z.number(),
          to: z.number(),
          /** Chat names viewers: only where it is asked for. */
          withChat: z.boolean().default(false),
        })
        .refine(({ from, to }) => from < to, 'The time must begin before it ends'),
    )
    .output(savedIncidentSchema),
  read: procedure
    .route({
      method: 'GET',
      path: '/incidents/{name}',
      tags: ['data'],
      summary: 'A saved incident file',
    })
    .input(z.object({ name: z.string().min(1).max(120) }))
    .output(
      savedIncidentSchema.extend({
        /** The file, in base64. */
        content: z.string(),
      }),
    ),
};
