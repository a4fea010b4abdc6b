import { z } from 'zod';
import { settingsOriginSchema } from '../../model/index.ts';
import { ownTopic } from './define.ts';

const changeOriginSchema = settingsOriginSchema.exclude(['started']);

const origins: Readonly<Record<z.infer<typeof changeOriginSchema>, string>> = {
  operator: '',
  file: ' in the settings file',
  restored: ' to an earlier version',
  imported: ' by an import or a backup',
  returned: ' back by a rollback',
};

export const settingsChanged = ownTopic('settings.changed', {
  title: 'Settings changed',
  data: z.object({
    path: z.string(),
    keys: z.array(z.string()),
    origin: changeOriginSchema,
  }),
  sentence: ({ keys, origin }, { title }: { readonly title: string }) =>
    `${title} changed${origins[origin]}: ${keys.join(', ')}.`,
});

/** The message of a fault, which may quote the file. */
interface Quoted {
  readonly reason: string;
}

export const settingsNotApplied = ownTopic('settings.not-applied', {
  title: 'Settings not applied',
  level: 'error',
  data: z.object({ path: z.string(), code: z.string() }),
  sentence: ({ path }, { reason }: Quoted) =>
    `The settings ${path} were saved but could not be applied: ${reason}`,
});

export const settingsFileRead = ownTopic('settings.file-read', {
  title: 'Settings file reloaded',
  data: z.object({}),
  sentence: () => 'The settings file was changed and has been reloaded.',
});

export const settingsFileRefused = ownTopic('settings.file-refused', {
  title: 'Settings file refused',
  level: 'warning',
  data: z.object({}),
  sentence: (_, { reason }: Quoted) => reason,
});

const sections = { sections: z.array(z.string()) };
/** The titles of the changed sections: `A, B` or `A and B`. */
interface OfSections {
  readonly changed: string;
}

export const settingsKept = ownTopic('settings.kept', {
  title: 'Settings change kept',
  data: z.object(sections),
  sentence: (_, { changed, because }: OfSections & { readonly because: string }) =>
    `The change to ${changed} ${because}`,
});

export const settingsReturned = ownTopic('settings.returned', {
  title: 'Settings change rolled back',
  level: 'warning',
  data: z.object({ ...sections, components: z.array(z.string()) }),
  sentence: (
    _,
    { changed, missing, within }: OfSections & { readonly missing: string; readonly within: string },
  ) =>
    `The change to ${changed} was rolled back: ${missing} did not recover ${within}. The previous settings are active again.`,
});

export const settingsNotReturned = ownTopic('settings.not-returned', {
  title: 'Settings change not rolled back',
  level: 'error',
  data: z.object({ ...sections, components: z.array(z.string()), code: z.string() }),
  sentence: (_, { changed, reason }: OfSections & Quoted) =>
    `The change to ${changed} could not be rolled back: ${reason}`,
});

/** The topics of the settings. */
export const settingsTopics = [
  settingsChanged,
  settingsNotApplied,
  settingsFileRead,
  settingsFileRefused,
  settingsKept,
  settingsReturned,
  settingsNotReturned,
];
