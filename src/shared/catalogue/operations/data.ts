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

/** Enough to copy, check or search a journal of several years on a slow disk. */
const timeoutMs = 600_000;

const number = new Intl.NumberFormat('en');
const countOf = (count: number, noun: string): string =>
  `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`;
const sizeOf = (bytes: number): string =>
  bytes < 100_000 ? `${number.format(Math.ceil(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

export const backupCreate = operation('backup.create', {
  title: 'Make a backup',
  description: 'Makes a backup now; answers when the backup has been checked',
  alsoCalled: ['save', 'copy', 'export'],
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
  description: 'Restores a backup, whole or in part; the current state is backed up first',
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
  done: ({ undo }) => `The previous state is saved in the backup ${undo}.`,
  confirmation: ({ settings, journal }) => ({
    title: 'Restore the backup',
    text: [
      ...(settings === false
        ? []
        : ['Settings are replaced by those of the backup, and components whose settings differ restart.']),
      ...(journal ? ['Missing records are added to the journal, and none is deleted.'] : []),
      'The current state is backed up first.',
    ].join(' '),
    yes: 'Restore',
    no: 'Cancel',
  }),
});

export const viewerDelete = operation('viewer.delete', {
  title: 'Delete a viewer',
  description: 'Deletes one viewer’s data everywhere except in backups',
  icon: 'delete',
  risk: 'costly',
  tag: 'data',
  input: z.object({ platform: z.string().min(1).max(40), userId: z.string().min(1).max(200) }),
  result: z.object({
    messages: z.number().int(),
    events: z.number().int(),
    /** True when no byte of their data is left in the journal's file. */
    thorough: z.boolean(),
    /** Older backups that contain their data until these backups expire. */
    backups: z.number().int(),
  }),
  idempotent: true,
  timeoutMs,
  route: { method: 'DELETE', path: '/viewers/{platform}/{userId}' },
  // No field is recorded and there is no target: the record must not identify the deleted viewer.
  control: ({ platform, userId }) => JSON.stringify([platform, userId]),
  summary: () => 'Delete everywhere',
  done: ({ messages, events, thorough, backups }) =>
    [
      `${countOf(messages, 'message')} deleted, and the name removed from ${countOf(events, 'event')}.`,
      ...(thorough ? [] : ['Traces may remain in unused pages of the journal file for a while.']),
      ...(backups > 0 ? [`${countOf(backups, 'backup')} may still contain their data.`] : []),
    ].join(' '),
  confirmation: ({ platform, userId }) => ({
    title: `Delete ${isolate(userId)} of ${platformTitle(platform)}`,
    text: 'This deletes their messages and removes their names and id from the events about them. It can’t be undone.',
    yes: 'Delete everywhere',
    no: 'Cancel',
  }),
});

export const diagnosticsSave = operation('diagnostics.save', {
  title: 'Save diagnostics',
  description:
    'Saves the events, health and settings of a time range as a diagnostic bundle, without secrets',
  alsoCalled: ['report a bug', 'support', 'export', 'log'],
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

/** All operations that change stored data or copy it. */
export const dataOperations = [backupCreate, backupRestore, viewerDelete, diagnosticsSave] as const;
