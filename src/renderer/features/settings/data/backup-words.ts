import type { ListedBackup } from '#shared/model/index.ts';

export const backupReasons: Readonly<Record<ListedBackup['reason'], string>> = {
  start: 'at startup',
  daily: 'daily',
  'before-update': 'before an update',
  'before-restore': 'before a restore',
  'asked-for': 'manual',
};
