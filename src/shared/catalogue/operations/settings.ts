import { z } from 'zod';
import {
  connectionTestSchema,
  fitsInMessage,
  settingsImpactSchema,
  settingsSectionSchema,
} from '../../model/index.ts';
import { noInput, operation } from './define.ts';

/** A change is written, and those that it concerns are asked to begin anew: a slow disk has time. */
const timeoutMs = 60_000;
/** A keyring may ask its owner before it opens. */
const secretTimeoutMs = 180_000;
/** Each connection has limits of its own; a studio may have several. */
const testTimeoutMs = 120_000;

const secretName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'A secret is named by lower-case words joined by "-"')
  .max(80);

const changed = z.object({ section: settingsSectionSchema, impact: settingsImpactSchema });

export const settingsPatch = operation('settings.patch', {
  title: 'Change settings',
  description: 'Changes values of one section; what is left out stays',
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
  description: 'Takes values of one section back to what counts without them',
  icon: 'settings',
  risk: 'visible',
  tag: 'settings',
  input: z.object({
    path: z.string(),
    /** Dotted, within the section. */
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
  description: 'Puts a version into force again, as a new one',
  icon: 'restore',
  risk: 'visible',
  tag: 'settings',
  input: z.object({ id: z.string().min(1).max(60) }),
  result: settingsImpactSchema,
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/settings/history/{id}/restore' },
  control: ({ id }) => id,
  summary: () => 'Put this version into force',
  done: () => 'The earlier settings are in force again.',
});

export const settingsImport = operation('settings.import', {
  title: 'Import settings',
  description: 'Takes over exported settings, whole or some sections',
  icon: 'import',
  risk: 'visible',
  tag: 'settings',
  input: z.object({
    content: z
      .string()
      .refine(
        fitsInMessage,
        'This is larger than all settings of Cuelight are together. Choose a file that Cuelight saved, or put it in the place of settings.json while Cuelight does not run',
      ),
    /** Sections to take over, by path; all of them when left out. */
    only: z.array(z.string().max(120)).max(50).optional(),
  }),
  result: settingsImpactSchema,
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/settings/import' },
  summary: () => 'Take over a settings file',
});

export const settingsConfirmChange = operation('settings.confirm-change', {
  title: 'Keep a change on trial',
  description: 'Keeps a change that would be taken back by itself; says whether there was one',
  icon: 'keep',
  risk: 'none',
  tag: 'settings',
  input: noInput,
  result: z.object({ kept: z.boolean() }),
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/settings/confirm' },
  summary: () => 'Keep the change',
  done: ({ kept }) => (kept ? 'The change is kept.' : 'There was nothing left to keep.'),
});

export const settingsPutSecret = operation('settings.put-secret', {
  title: 'Store a secret',
  description: 'Stores a secret; it is never given back',
  icon: 'secret',
  risk: 'visible',
  tag: 'settings',
  input: z.object({ name: secretName, value: z.string().min(1).max(4_096) }),
  result: z.object({ name: z.string(), state: z.literal('set') }),
  idempotent: true,
  timeoutMs: secretTimeoutMs,
  route: { method: 'PUT', path: '/secrets/{name}' },
  // Neither the value nor the name: whoever mixes the two up must not find a token in the journal.
  control: ({ name }) => name,
  summary: () => 'Store a secret',
});

export const settingsDeleteSecret = operation('settings.delete-secret', {
  title: 'Forget a secret',
  description: 'Forgets a secret',
  icon: 'secret',
  risk: 'costly',
  tag: 'settings',
  input: z.object({ name: secretName }),
  result: z.object({ name: z.string(), state: z.literal('missing') }),
  idempotent: true,
  timeoutMs: secretTimeoutMs,
  route: { method: 'DELETE', path: '/secrets/{name}' },
  control: ({ name }) => name,
  summary: () => 'Forget a secret',
  confirmation: () => ({
    title: 'Forget a secret',
    text: 'Whatever uses it cannot sign in then.',
    yes: 'Forget it',
    no: 'Keep it',
  }),
});

export const connectionTest = operation('connection.test', {
  title: 'Test a connection',
  description: 'Tries a connection as it is set now, without touching the running one',
  icon: 'connection',
  // One of its targets posts a notice.
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

/** Everything that changes the settings or the secrets, or tries what they lead to. */
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
