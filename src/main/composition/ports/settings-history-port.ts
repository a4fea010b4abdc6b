import type { SettingsHistoryPort } from '#main/gateway/ports/index.ts';
import type { DocumentPreview, SettingsStore } from '#main/settings/index.ts';
import { ok, type Clock } from '#shared/kernel/index.ts';
import type { SettingsPreview } from '#shared/model/index.ts';

const toPreview = ({ impact, differences }: DocumentPreview): SettingsPreview => ({
  impact,
  differences: [...differences],
});

/** Presents the settings history as the contract describes it. */
export const createSettingsHistoryPort = (store: SettingsStore, clock: Clock): SettingsHistoryPort => ({
  history: () => store.history(),
  diff: async (id) => {
    const preview = await store.previewVersion(id);
    return preview.ok ? ok(toPreview(preview.value)) : preview;
  },
  export: () => ({
    name: `cuelight-settings-${new Date(clock.now()).toISOString().slice(0, 10)}.json`,
    content: store.exportDocument(),
  }),
  previewImport: (content, only) => {
    const preview = store.previewDocument(content, only);
    return preview.ok ? ok({ ...toPreview(preview.value), sections: preview.value.sections }) : preview;
  },
});
