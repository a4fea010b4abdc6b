import { z } from 'zod';
import {
  atMostCharacters,
  chatMessageSchema,
  eventRecordSchema,
  listedBackupSchema,
  restoreRequestSchema,
  savedDiagnosticsSchema,
  settingsPreviewSchema,
} from '../model/index.ts';
import { procedure, question } from './procedure.ts';

const restorePreviewSchema = z.object({
  /** Null when the settings stay unchanged. */
  settings: settingsPreviewSchema.nullable(),
  /** Null when the journal stays unchanged. A restore adds missing records and removes none. */
  journal: z.object({ eventsInBackup: z.number() }).nullable(),
});
export type RestorePreviewView = z.infer<typeof restorePreviewSchema>;

/** Backups of settings and journal, verified when they were made. They contain no secrets. */
export const backupsContract = {
  list: procedure
    .route({ method: 'GET', path: '/backups', tags: ['data'], summary: 'All backups, newest first' })
    .output(
      z.object({
        folder: z.string(),
        backups: z.array(listedBackupSchema),
        /** The newest usable backup. */
        lastGood: z.string().nullable(),
        /** The reason why the last attempt failed; null when it succeeded. */
        problem: z.string().nullable(),
        policy: z.object({ count: z.number(), days: z.number(), megabytes: z.number() }),
      }),
    ),
  preview: question
    .route({
      method: 'POST',
      path: '/backups/{id}/preview',
      tags: ['data'],
      summary: 'Changes that restoring a backup, whole or in part, would make',
    })
    .input(restoreRequestSchema)
    .output(restorePreviewSchema),
};

const viewerInput = z.object({
  platform: z.string().min(1).max(40),
  userId: z.string().min(1).max(200),
});

const heldViewerSchema = viewerInput.extend({
  /** Every name the viewer used. */
  names: z.array(z.string()),
  messages: z.number().int(),
  /** Number of events that name the viewer. */
  events: z.number().int(),
  /** Time of the first and the last stored message, epoch milliseconds; null when there is none. */
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
});
export type HeldViewer = z.infer<typeof heldViewerSchema>;

/** Stored data of individual viewers in chat. */
export const viewersContract = {
  find: procedure
    .route({
      method: 'GET',
      path: '/viewers',
      tags: ['data'],
      summary: 'Viewers with a name or id, and how much data is stored about each',
    })
    .input(z.object({ name: z.string().trim().min(1, 'Enter a name').check(atMostCharacters(200)) }))
    .output(z.object({ viewers: z.array(heldViewerSchema) })),
  export: procedure
    .route({
      method: 'GET',
      path: '/viewers/{platform}/{userId}',
      tags: ['data'],
      summary: 'All stored data of one viewer',
    })
    .input(viewerInput)
    .output(
      viewerInput.extend({
        names: z.array(z.string()),
        messages: z.array(chatMessageSchema),
        events: z.array(eventRecordSchema),
      }),
    ),
};

/** Diagnostic bundles: the events, health and settings of a time range in one file. */
export const diagnosticsContract = {
  list: procedure
    .route({
      method: 'GET',
      path: '/diagnostics',
      tags: ['data'],
      summary: 'Saved diagnostic bundles, newest first',
    })
    .output(z.object({ folder: z.string(), bundles: z.array(savedDiagnosticsSchema) })),
  read: procedure
    .route({
      method: 'GET',
      path: '/diagnostics/{name}',
      tags: ['data'],
      summary: 'Read a saved diagnostic bundle',
    })
    .input(z.object({ name: z.string().min(1).max(120) }))
    .output(
      savedDiagnosticsSchema.extend({
        /** The file, in base64. */
        content: z.string(),
      }),
    ),
};
