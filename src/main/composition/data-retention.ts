import type { BackupPolicy } from '#main/backup/index.ts';
import type { Journal } from '#main/journal/index.ts';
import type { SettingsStore } from '#main/settings/index.ts';
import type { Sections } from './settings-sections.ts';

/** Applies the retention settings to the journal, now and after each change. */
export const followRetention = (
  store: SettingsStore,
  { data }: Pick<Sections, 'data'>,
  journal: Journal,
): Disposable => {
  const apply = (): void => {
    const { chat, history } = store.get(data);
    journal.setChatArchive(chat.archive);
    journal.setRetention({
      chatDays: chat.days,
      chatRows: chat.messages,
      eventDays: history.eventDays,
      eventRows: history.events,
      transitionDays: history.healthDays,
      recordDays: history.recordDays,
      rollupDays: history.numberDays,
    });
  };
  apply();
  return store.onApplied(({ sections }) => {
    if (sections.some(({ path }) => path === data.path)) apply();
  });
};

/** Returns the current settings for keeping backups. */
export const backupPolicyOf = (store: SettingsStore, { data }: Pick<Sections, 'data'>): BackupPolicy =>
  store.get(data).backups;
