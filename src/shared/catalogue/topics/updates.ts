import { z } from 'zod';
import { ownTopic } from './define.ts';

const versions = { from: z.string(), to: z.string() };

export const updateAvailable = ownTopic('update.available', {
  title: 'Update available',
  data: z.object({ version: z.string() }),
  sentence: ({ version }) => `Cuelight ${version} is available. Install it in Settings › Updates.`,
});

export const updateRefused = ownTopic('update.refused', {
  title: 'Update refused',
  level: 'warning',
  data: z.object({ code: z.string() }),
  sentence: (_, { reason }: { readonly reason: string }) => reason,
});

export const updateOffered = ownTopic('update.offered', {
  title: 'Update can be installed',
  data: z.object({ version: z.string() }),
  sentence: ({ version }) => `The show is over, so Cuelight ${version} can be installed now.`,
});

export const updateInstalling = ownTopic('update.installing', {
  title: 'Update is being installed',
  data: z.object({ ...versions, backup: z.string() }),
  sentence: ({ to, backup }) =>
    `Cuelight stops and installs version ${to}. Its data is saved in the backup ${backup}.`,
});

export const updateInstalled = ownTopic('update.installed', {
  title: 'Update installed',
  data: z.object({ ...versions, backup: z.string() }),
  sentence: ({ from, to }) => `Cuelight was updated from version ${from} to ${to}.`,
});

export const updateNotInstalled = ownTopic('update.not-installed', {
  title: 'Update not installed',
  level: 'warning',
  data: z.object({ ...versions, backup: z.string() }),
  sentence: ({ from, to }) =>
    `The installer did not install version ${to}, so Cuelight ${from} keeps running. Try again in Settings › Updates.`,
});

/** The topics of the updates of Cuelight itself. */
export const updateTopics = [
  updateAvailable,
  updateRefused,
  updateOffered,
  updateInstalling,
  updateInstalled,
  updateNotInstalled,
];
