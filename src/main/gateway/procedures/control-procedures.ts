import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** What an operator sets: OBS, and the settings. */
export const createObsProcedures = ({ os, ports: { obs } }: Toolkit) => ({
  setScene: os.obs.setScene.handler(async ({ input: { id, scene } }) => {
    unwrap(await obs.setScene(id, scene));
    return { scene };
  }),
  setStreaming: os.obs.setStreaming.handler(async ({ input: { id, on } }) => {
    unwrap(await obs.setStreaming(id, on));
    return { on };
  }),
  setRecording: os.obs.setRecording.handler(async ({ input: { id, on } }) => {
    const { path } = unwrap(await obs.setRecording(id, on));
    return { on, path };
  }),
});

export const createSettingsProcedures = ({ os, ports: { settings } }: Toolkit) => ({
  get: os.settings.get.handler(async () => {
    const description = await settings.describe();
    return { ...description, sections: [...description.sections] };
  }),
  preview: os.settings.preview.handler(({ input }) => unwrap(settings.preview(input.path, input.values))),
  patch: os.settings.patch.handler(async ({ input }) =>
    unwrap(await settings.patch(input.path, input.values)),
  ),
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
