import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** The settings: as they are, as they were, and as a file. */
export const createSettingsProcedures = ({ os, ports: { settings, settingsHistory } }: Toolkit) => ({
  get: os.settings.get.handler(async () => {
    const description = await settings.describe();
    return { ...description, sections: [...description.sections] };
  }),
  preview: os.settings.preview.handler(({ input }) => unwrap(settings.preview(input.path, input.values))),
  patch: os.settings.patch.handler(async ({ input }) =>
    unwrap(await settings.patch(input.path, input.values)),
  ),
  reset: os.settings.reset.handler(async ({ input }) =>
    unwrap(await settingsHistory.reset(input.path, input.keys)),
  ),
  history: os.settings.history.handler(async () => ({ versions: [...(await settingsHistory.history())] })),
  diff: os.settings.diff.handler(async ({ input }) => unwrap(await settingsHistory.diff(input.id))),
  restoreVersion: os.settings.restoreVersion.handler(async ({ input }) =>
    unwrap(await settingsHistory.restoreVersion(input.id)),
  ),
  export: os.settings.export.handler(() => settingsHistory.export()),
  previewImport: os.settings.previewImport.handler(({ input }) => {
    const preview = unwrap(settingsHistory.previewImport(input.content, input.only));
    return { ...preview, sections: [...preview.sections] };
  }),
  import: os.settings.import.handler(async ({ input }) =>
    unwrap(await settingsHistory.import(input.content, input.only)),
  ),
  keepChange: os.settings.keepChange.handler(() => ({ kept: settingsHistory.keepChange() })),
  putSecret: os.settings.putSecret.handler(async ({ input: { name, value } }) => {
    unwrap(await settings.putSecret(name, value));
    return { name, state: 'set' as const };
  }),
  deleteSecret: os.settings.deleteSecret.handler(async ({ input: { name } }) => {
    unwrap(await settings.deleteSecret(name));
    return { name, state: 'missing' as const };
  }),
  test: os.settings.test.handler(async ({ input, signal }) => {
    const result = unwrap(await settings.test(input.target, signal));
    return { ...result, checks: [...result.checks] };
  }),
});
