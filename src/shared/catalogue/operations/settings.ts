import { z } from 'zod';
import {
  connectionTestSchema,
  fitsInMessage,
  settingsImpactSchema,
  settingsSectionSchema,
} from '../../model/index.ts';
import { noInput, operation } from './define.ts';

/** Allows for a slow disk and for the restarts of the affected components. */
const timeoutMs = 60_000;
/** A keyring may ask the user for permission before it opens. */
const secretTimeoutMs = 180_000;
/** Each connection has its own time limit; a studio may have several connections. */
const testTimeoutMs = 120_000;

const secretName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'The name of a secret must be lower-case words joined by "-"')
  .max(80);

const changed = z.object({ section: settingsSectionSchema, impact: settingsImpactSchema });

export const settingsPatch = operation('settings.patch', {
  title: 'Change settings',
  description: 'Changes values of one section; omitted values stay as they are',
  icon: 'settings',
  risk: 'visible',
  tag: 'settings',
  input: z.object({ path: z.string(), values: z.record(z.string(), z.unknown()) }),
  result: changed,
  idempotent: true,
  timeoutMs,
  route: { method: 'PATCH', path: '/settings' },
  keeps: ['path'],
  target: ({ path }) => path,
  summary: () => 'Save the settings',
});

export const settingsReset = operation('settings.reset', {
  title: 'Reset settings',
  description: 'Resets values of one section to their defaults or to the next lower layer',
  icon: 'settings',
  risk: 'visible',
  tag: 'settings',
  input: z.object({
    path: z.string(),
    /** Dotted paths within the section. */
    keys: z.array(z.string().min(1).max(200)).min(1).max(200),
  }),
  result: changed,
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/settings/reset' },
  keeps: ['path'],
  target: ({ path }) => path,
  summary: () => 'Reset the settings',
});

export const settingsRestoreVersion = operation('settings.restore-version', {
  title: 'Restore earlier settings',
  description: 'Restores an earlier version of the settings as a new version',
  icon: 'restore',
  risk: 'visible',
  tag: 'settings',
  input: z.object({ id: z.string().min(1).max(60) }),
  result: settingsImpactSchema,
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/settings/history/{id}/restore' },
  control: ({ id }) => id,
  summary: () => 'Restore this version',
  done: () => 'The earlier settings are restored.',
});

export const settingsImport = operation('settings.import', {
  title: 'Import settings',
  description: 'Imports exported settings, all or some sections',
  icon: 'import',
  risk: 'visible',
  tag: 'settings',
  input: z.object({
    content: z
      .string()
      .refine(
        fitsInMessage,
        'This file is larger than any settings file of Cuelight. Choose a file that Cuelight exported, or replace settings.json while Cuelight isn’t running',
      ),
    /** Paths of the sections to import; all by default. */
    only: z.array(z.string().max(120)).max(50).optional(),
  }),
  result: settingsImpactSchema,
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/settings/import' },
  summary: () => 'Import a settings file',
});

export const settingsConfirmChange = operation('settings.confirm-change', {
  title: 'Keep a change on trial',
  description: 'Keeps a change that would be rolled back automatically; reports whether there was one',
  icon: 'keep',
  risk: 'none',
  tag: 'settings',
  input: noInput,
  result: z.object({ kept: z.boolean() }),
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/settings/confirm' },
  summary: () => 'Keep the change',
  done: ({ kept }) => (kept ? 'The change is kept.' : 'There was no change to confirm.'),
});

export const settingsPutSecret = operation('settings.put-secret', {
  title: 'Store a secret',
  description: 'Stores a secret, which can’t be read back',
  icon: 'secret',
  risk: 'visible',
  tag: 'settings',
  input: z.object({ name: secretName, value: z.string().min(1).max(4_096) }),
  result: z.object({ name: z.string(), state: z.literal('set') }),
  idempotent: true,
  timeoutMs: secretTimeoutMs,
  route: { method: 'PUT', path: '/secrets/{name}' },
  // Neither the value nor the name: a caller who swaps the two by mistake must not find a token in the
  // journal.
  control: ({ name }) => name,
  summary: () => 'Store a secret',
});

export const settingsDeleteSecret = operation('settings.delete-secret', {
  title: 'Remove a secret',
  description: 'Removes a secret',
  icon: 'secret',
  risk: 'costly',
  tag: 'settings',
  input: z.object({ name: secretName }),
  result: z.object({ name: z.string(), state: z.literal('missing') }),
  idempotent: true,
  timeoutMs: secretTimeoutMs,
  route: { method: 'DELETE', path: '/secrets/{name}' },
  control: ({ name }) => name,
  summary: () => 'Remove a secret',
  confirmation: () => ({
    title: 'Remove a secret',
    text: 'Connections that use it can no longer sign in.',
    yes: 'Remove secret',
    no: 'Cancel',
  }),
});

export const connectionTest = operation('connection.test', {
  title: 'Test a connection',
  description: 'Tests a connection with the current settings, without touching the running one',
  icon: 'connection',
  // One of its targets posts a test notice.
  risk: 'visible',
  tag: 'settings',
  input: z.object({ target: z.string().max(120) }),
  result: connectionTestSchema,
  idempotent: false,
  timeoutMs: testTimeoutMs,
  route: { method: 'POST', path: '/settings/test' },
  control: ({ target }) => target,
  summary: () => 'Test the connection',
  done: ({ message }) => message,
});

/** All operations that change settings or secrets, or test a connection. */
export const settingsOperations = [
  settingsPatch,
  settingsReset,
  settingsRestoreVersion,
  settingsImport,
  settingsConfirmChange,
  settingsPutSecret,
  settingsDeleteSecret,
  connectionTest,
] as const;
