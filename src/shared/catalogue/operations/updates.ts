import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { noInput, operation } from './define.ts';

export const programCheckForUpdate = operation('program.check-for-update', {
  title: 'Check for updates',
  description: 'Reads the signed feed of updates; answers with the newest version',
  icon: 'check',
  risk: 'none',
  tag: 'system',
  input: noInput,
  result: z.object({
    outcome: z.enum(['current', 'available']),
    /** The newest version of the channel. */
    version: z.string(),
  }),
  idempotent: true,
  // Longer than the time limit of the feed, whose message is more specific.
  timeoutMs: 60_000,
  route: { method: 'POST', path: '/updates/check' },
  summary: () => 'Check for updates',
  done: ({ outcome, version }) =>
    outcome === 'available' ? `Cuelight ${isolate(version)} is available.` : 'Cuelight is up to date.',
  offers: () => [{}],
});

export const programInstallUpdate = operation('program.install-update', {
  title: 'Install an update',
  description:
    'Downloads and checks an update, makes a backup, and restarts Cuelight; answers before it stops. Refused while a stream or a recording runs',
  icon: 'restart',
  risk: 'costly',
  tag: 'system',
  input: z.object({
    /** The version that the person saw, so that a newer one is not installed by surprise. */
    version: z.string().min(1).max(60),
  }),
  result: z.object({
    version: z.string(),
    /** Id of the backup that was made before. */
    backup: z.string(),
  }),
  // The program stops afterwards.
  idempotent: false,
  // A slower download goes on, and the next attempt finds it.
  timeoutMs: 600_000,
  route: { method: 'POST', path: '/updates/install' },
  summary: () => 'Install and restart',
  done: ({ version, backup }) =>
    `Cuelight restarts to install version ${isolate(version)}. Its data is saved in the backup ${backup}.`,
  confirmation: ({ version }) => ({
    title: `Install Cuelight ${isolate(version)}`,
    text: 'Cuelight downloads the update, backs up its data, stops, and starts again in the new version. Chat, commands and connections pause meanwhile.',
    yes: 'Install and restart',
    no: 'Cancel',
  }),
});

/** The operations on the updates of Cuelight itself. */
export const updateOperations = [programCheckForUpdate, programInstallUpdate] as const;
