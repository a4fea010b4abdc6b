import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** Procedures for the current settings, earlier versions, and settings files. */
export const createSettingsProcedures = ({ os, ports: { settings, settingsHistory } }: Toolkit) => ({
  get: os.settings.get.handler(async () => {
    const description = await settings.describe();
    return { ...description, sections: [...description.sections] };
  }),
  preview: os.settings.preview.handler(({ input }) => unwrap(settings.preview(input.path, input.values))),
  history: os.settings.history.handler(async () => ({ versions: [...(await settingsHistory.history())] })),
  diff: os.settings.diff.handler(async ({ input }) => unwrap(await settingsHistory.diff(input.id))),
  export: os.settings.export.handler(() => settingsHistory.export()),
  previewImport: os.settings.previewImport.handler(({ input }) => {
    const preview = unwrap(settingsHistory.previewImport(input.content, input.only));
    return { ...preview, sections: [...preview.sections] };
  }),
});
