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
  /** Null when the settings stay as they are. */
  settings: settingsPreviewSchema.nullable(),
  /** Null when the journal stays as it is. Records held stay in any case: what is missing is added. */
  journal: z.object({ eventsInBackup: z.number() }).nullable(),
});
export type RestorePreviewView = z.infer<typeof restorePreviewSchema>;

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
  preview: question
    .route({
      method: 'POST',
      path: '/backups/{id}/preview',
      tags: ['data'],
      summary: 'What restoring a backup, or parts of it, would change',
    })
    .input(restoreRequestSchema)
    .output(restorePreviewSchema),
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
