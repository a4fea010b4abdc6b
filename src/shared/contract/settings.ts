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

/** The settings and their earlier versions. */
export const settingsContract = {
  get: procedure
    .route({
      method: 'GET',
      path: '/settings',
      tags: ['settings'],
      summary: 'All settings with their schemas and the source of each value',
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
      summary: 'Components that saving a change would restart',
    })
    .input(settingsPatch.input)
    .output(settingsImpactSchema),
  history: procedure
    .route({
      method: 'GET',
      path: '/settings/history',
      tags: ['settings'],
      summary: 'Versions of the settings, newest first; the first is the current one',
    })
    .output(z.object({ versions: z.array(settingsVersionSchema) })),
  diff: procedure
    .route({
      method: 'GET',
      path: '/settings/history/{id}',
      tags: ['settings'],
      summary: 'Changes that restoring a version would make',
    })
    .input(versionInput)
    .output(settingsPreviewSchema),
  export: procedure
    .route({
      method: 'GET',
      path: '/settings/export',
      tags: ['settings'],
      summary: 'The settings as a file for export; without secrets',
    })
    .output(z.object({ name: z.string(), content: z.string() })),
  previewImport: question
    .route({
      method: 'POST',
      path: '/settings/import/preview',
      tags: ['settings'],
      summary: 'Changes that importing settings would make',
    })
    .input(settingsImport.input)
    .output(settingsPreviewSchema.extend({ sections: z.array(z.string()) })),
};
