import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import {
  backupSchema,
  platformTitle,
  restoredSchema,
  restoreRequestSchema,
  savedDiagnosticsSchema,
} from '../../model/index.ts';
import { noInput, operation } from './define.ts';

/** A journal of years on a slow disk is copied, checked or searched within these. */
const timeoutMs = 600_000;

const number = new Intl.NumberFormat('en');
const countOf = (count: number, noun: string): string =>
  `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`;
const sizeOf = (bytes: number): string =>
  bytes < 100_000 ? `${number.format(Math.ceil(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

export const backupCreate = operation('backup.create', {
  title: 'Make a backup',
  description: 'Makes a backup now; answers when it was checked',
  icon: 'backup',
  risk: 'none',
  tag: 'data',
  input: noInput,
  result: backupSchema,
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/backups' },
  summary: () => 'Make a backup now',
  done: ({ bytes }) => `A backup of ${sizeOf(bytes)} was made and checked.`,
  offers: () => [{}],
});

export const backupRestore = operation('backup.restore', {
  title: 'Restore a backup',
  description: 'Restores a backup or parts of it; the present state is backed up first',
  icon: 'restore',
  risk: 'costly',
  tag: 'data',
  input: restoreRequestSchema,
  result: restoredSchema,
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/backups/{id}/restore' },
  keeps: ['journal'],
  control: ({ id }) => id,
  summary: () => 'Restore the backup',
  done: ({ undo }) => `What was in force before is in the backup ${undo}.`,
  confirmation: () => ({
    title: 'Restore the backup',
    text: 'What the backup holds comes into force, and those whose settings differ begin anew. The present state is backed up first.',
    yes: 'Restore',
    no: 'Keep it as it is',
  }),
});

export const viewerDelete = operation('viewer.delete', {
  title: 'Delete a viewer',
  description: 'Deletes one viewer everywhere but in backups',
  icon: 'delete',
  risk: 'costly',
  tag: 'data',
  input: z.object({ platform: z.string().min(1).max(40), userId: z.string().min(1).max(200) }),
  result: z.object({
    messages: z.number().int(),
    events: z.number().int(),
    /** Whether not a byte of them is left in the journal's file. */
    thorough: z.boolean(),
    /** Backups that were made before and keep them until they go. */
    backups: z.number().int(),
  }),
  idempotent: true,
  timeoutMs,
  route: { method: 'DELETE', path: '/viewers/{platform}/{userId}' },
  // No field is kept and there is no target: the record must not say by whom they could be known again.
  control: ({ platform, userId }) => JSON.stringify([platform, userId]),
  summary: () => 'Delete everywhere',
  done: ({ messages, events, thorough, backups }) =>
    [
      `${countOf(messages, 'message')} deleted, and the name taken out of ${countOf(events, 'event')}.`,
      ...(thorough ? [] : ['Remains may stand in unused places of the journal’s file for a while.']),
      ...(backups > 0 ? [`${countOf(backups, 'backup')} may hold them until they go.`] : []),
    ].join(' '),
  confirmation: ({ platform, userId }) => ({
    title: `Delete ${isolate(userId)} of ${platformTitle(platform)}`,
    text: 'Their messages are deleted, and their names and id are taken out of the events. This cannot be undone.',
    yes: 'Delete everywhere',
    no: 'Keep them',
  }),
});

export const diagnosticsSave = operation('diagnostics.save', {
  title: 'Save diagnostics',
  description:
    'Saves the events, health and settings of a time range as a diagnostic bundle, without secrets',
  icon: 'diagnostics',
  risk: 'none',
  tag: 'data',
  input: z
    .object({
      from: z.number(),
      to: z.number(),
      /** True to include chat, which names viewers. */
      withChat: z.boolean().default(false),
    })
    .refine(({ from, to }) => from < to, 'The start must be before the end'),
  result: savedDiagnosticsSchema,
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/diagnostics' },
  keeps: ['from', 'to', 'withChat'],
  summary: () => 'Save diagnostics',
  done: ({ name, bytes }) => `${isolate(name)} is saved, ${sizeOf(bytes)}.`,
});

/** Everything that changes what is kept, or makes a copy of it. */
export const dataOperations = [backupCreate, backupRestore, viewerDelete, diagnosticsSave] as const;
