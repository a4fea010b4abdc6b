import { z } from 'zod';
import { settingsOriginSchema } from '../../model/index.ts';
import { ownTopic } from './define.ts';

const changeOriginSchema = settingsOriginSchema.exclude(['started']);

const origins: Readonly<Record<z.infer<typeof changeOriginSchema>, string>> = {
  operator: '',
  file: ' in the file',
  restored: ' back to an earlier version',
  imported: ' to what a file or a backup holds',
  returned: ' back by itself',
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
    `The settings ${path} were saved and could not be applied: ${reason}`,
});

export const settingsFileRead = ownTopic('settings.file-read', {
  title: 'Settings file read',
  data: z.object({}),
  sentence: () => 'The settings file was changed and read.',
});

export const settingsFileRefused = ownTopic('settings.file-refused', {
  title: 'Settings file refused',
  level: 'warning',
  data: z.object({}),
  sentence: (_, { reason }: Quoted) => reason,
});

const sections = { sections: z.array(z.string()) };
/** `A, B` or `A and B`: the titles of the sections that were changed. */
interface OfSections {
  readonly changed: string;
}

export const settingsKept = ownTopic('settings.kept', {
  title: 'Settings change kept',
  data: z.object(sections),
  sentence: (_, { changed, because }: OfSections & { readonly because: string }) =>
    `The change of ${changed} ${because}`,
});

export const settingsReturned = ownTopic('settings.returned', {
  title: 'Settings change rolled back',
  level: 'warning',
  data: z.object({ ...sections, components: z.array(z.string()) }),
  sentence: (
    _,
    { changed, missing, within }: OfSections & { readonly missing: string; readonly within: string },
  ) =>
    `The change of ${changed} was taken back: ${missing} did not become well again ${within}. The settings from before are in force.`,
});

export const settingsNotReturned = ownTopic('settings.not-returned', {
  title: 'Settings change not rolled back',
  level: 'error',
  data: z.object({ ...sections, components: z.array(z.string()), code: z.string() }),
  sentence: (_, { changed, reason }: OfSections & Quoted) =>
    `The change of ${changed} could not be taken back: ${reason}`,
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
