import { z } from 'zod';
import { ownTopic } from './define.ts';

export const backupMade = ownTopic('backup.made', {
  title: 'Backup made',
  // A manual backup adds further fields.
  data: z.looseObject({ id: z.string(), reason: z.string(), bytes: z.number() }),
  sentence: ({ id }) => `A backup was made and checked: ${id}.`,
});

export const backupNotMade = ownTopic('backup.not-made', {
  title: 'Backup not made',
  level: 'error',
  data: z.object({ code: z.string() }),
  sentence: (_, { reason }: { readonly reason: string }) => reason,
});

export const backupRestored = ownTopic('backup.restored', {
  title: 'Backup restored',
  data: z.object({
    id: z.string(),
    /** All settings, or the paths of some sections. */
    settings: z.union([z.boolean(), z.array(z.string())]),
    journal: z.boolean(),
    /** The backup of the previous state. */
    undo: z.string(),
  }),
  sentence: ({ id, undo }) =>
    `The backup ${id} was restored. The previous state is saved in the backup ${undo}.`,
});

export const viewerDeleted = ownTopic('viewer.deleted', {
  title: 'Viewer deleted',
  data: z.object({ messages: z.number(), events: z.number() }),
  sentence: ({ messages, events }, { remark }: { readonly remark: string }) =>
    `A viewer was deleted: ${messages} messages deleted, and their name removed from ${events} events.${remark}`,
});

/** The topics of backups and the journal. */
export const storeTopics = [backupMade, backupNotMade, backupRestored, viewerDeleted];
