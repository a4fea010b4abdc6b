import type { BackupPolicy } from '#main/backup/index.ts';
import type { Journal } from '#main/journal/index.ts';
import type { SettingsStore } from '#main/settings/index.ts';
import type { Sections } from './settings-sections.ts';

/** Holds the journal to what the settings say of keeping, now and after each change. */
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

/** How many backups are kept, as the settings say now. */
export const backupPolicyOf = (store: SettingsStore, { data }: Pick<Sections, 'data'>): BackupPolicy =>
  store.get(data).backups;
