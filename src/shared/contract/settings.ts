import { z } from 'zod';
import {
  settingsImpactSchema,
  settingsPreviewSchema,
  settingsSectionSchema,
  settingsVersionSchema,
} from '../model/index.ts';
import { settingsImport, settingsPatch } from '../catalogue/operations/settings.ts';
import { procedure, question } from './procedure.ts';

const versionInput = z.object({ id: z.string().min(1).max(60) });

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
    .input(settingsPatch.input)
    .output(settingsImpactSchema),
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
    .input(settingsImport.input)
    .output(settingsPreviewSchema.extend({ sections: z.array(z.string()) })),
};
