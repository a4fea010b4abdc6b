import { z } from 'zod';
import {
  settingsImpactSchema,
  settingsPreviewSchema,
  settingsSectionSchema,
  settingsVersionSchema,
} from '../model/index.ts';
import { procedure, question } from './procedure.ts';
import { fitsInMessage } from './message-size.ts';

const secretNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'A secret is named by lower-case words joined by "-"')
  .max(80);

const changeInput = z.object({ path: z.string(), values: z.record(z.string(), z.unknown()) });
const versionInput = z.object({ id: z.string().min(1).max(60) });
const documentInput = z.object({
  content: z
    .string()
    .refine(
      fitsInMessage,
      'This is larger than all settings of Cuelight are together. Choose a file that Cuelight saved, or put it in the place of settings.json while Cuelight does not run',
    ),
  /** Sections to take over, by path; all of them when left out. */
  only: z.array(z.string().max(120)).max(50).optional(),
});

/** How everything is set up, and how it was before. */
export const settingsContract = {
  get: procedure
    .route({
      method: 'GET',
      path: '/settings',
      tags: ['settings'],
      summary: 'All settings with their schemas and where each value comes from',
    })
    .output(
      z.object({
        file: z.string(),
        problem: z.string().nullable(),
        sections: z.array(settingsSectionSchema),
      }),
    ),
  preview: question
    .route({
      method: 'POST',
      path: '/settings/preview',
      tags: ['settings'],
      summary: 'What saving a change would restart',
    })
    .input(changeInput)
    .output(settingsImpactSchema),
  patch: procedure
    .route({
      method: 'PATCH',
      path: '/settings',
      tags: ['settings'],
      summary: 'Changes values of one section; what is left out stays',
    })
    .input(changeInput)
    .output(z.object({ section: settingsSectionSchema, impact: settingsImpactSchema })),
  reset: procedure
    .route({
      method: 'POST',
      path: '/settings/reset',
      tags: ['settings'],
      summary: 'Takes values of one section back to what counts without them',
    })
    .input(
      z.object({
        path: z.string(),
        /** Dotted, within the section. */
        keys: z.array(z.string().min(1).max(200)).min(1).max(200),
      }),
    )
    .output(z.object({ section: settingsSectionSchema, impact: settingsImpactSchema })),
  history: procedure
    .route({
      method: 'GET',
      path: '/settings/history',
      tags: ['settings'],
      summary: 'The versions that were in force, newest first; the first is the present one',
    })
    .output(z.object({ versions: z.array(settingsVersionSchema) })),
  diff: procedure
    .route({
      method: 'GET',
      path: '/settings/history/{id}',
      tags: ['settings'],
      summary: 'What putting a version into force again would change',
    })
    .input(versionInput)
    .output(settingsPreviewSchema),
  restoreVersion: procedure
    .route({
      method: 'POST',
      path: '/settings/history/{id}/restore',
      tags: ['settings'],
      summary: 'Puts a version into force again, as a new one',
    })
    .input(versionInput)
    .output(settingsImpactSchema),
  export: procedure
    .route({
      method: 'GET',
      path: '/settings/export',
      tags: ['settings'],
      summary: 'The settings as a file to keep elsewhere; secrets are not in it',
    })
    .output(z.object({ name: z.string(), content: z.string() })),
  previewImport: question
    .route({
      method: 'POST',
      path: '/settings/import/preview',
      tags: ['settings'],
      summary: 'What taking over exported settings would change',
    })
    .input(documentInput)
    .output(settingsPreviewSchema.extend({ sections: z.array(z.string()) })),
  import: procedure
    .route({
      method: 'POST',
      path: '/settings/import',
      tags: ['settings'],
      summary: 'Takes over exported settings, whole or some sections',
    })
    .input(documentInput)
    .output(settingsImpactSchema),
  keepChange: procedure
    .route({
      method: 'POST',
      path: '/settings/keep',
      tags: ['settings'],
      summary: 'Keeps a change that would be taken back by itself; says whether there was one',
    })
    .output(z.object({ kept: z.boolean() })),
  putSecret: procedure
    .route({
      method: 'PUT',
      path: '/secrets/{name}',
      tags: ['settings'],
      summary: 'Stores a secret; it is never given back',
    })
    .input(z.object({ name: secretNameSchema, value: z.string().min(1).max(4_096) }))
    .output(z.object({ name: z.string(), state: z.literal('set') })),
  deleteSecret: procedure
    .route({ method: 'DELETE', path: '/secrets/{name}', tags: ['settings'], summary: 'Forgets a secret' })
    .input(z.object({ name: secretNameSchema }))
    .output(z.object({ name: z.string(), state: z.literal('missing') })),
  test: procedure
    .route({
      method: 'POST',
      path: '/settings/test',
      tags: ['settings'],
      summary: 'Tries a connection as it is set now, without touching the running one',
    })
    .input(z.object({ target: z.string().max(120) }))
    .output(
      z.object({
        ok: z.boolean(),
        /** What was found, in a sentence. */
        message: z.string(),
        elapsedMs: z.number(),
        checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
      }),
    ),
};
