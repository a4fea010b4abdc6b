import {
  IconBadgeCc,
  IconBroadcast,
  IconDatabaseExport,
  IconDeviceTv,
  IconFileImport,
  IconFileZip,
  IconHistory,
  IconKey,
  IconLock,
  IconMicrophone,
  IconPlayerPlay,
  IconPlayerRecord,
  IconPlayerStop,
  IconPlugConnected,
  IconRefresh,
  IconRestore,
  IconScreenShare,
  IconSettings,
  IconStethoscope,
  IconTrash,
  IconVideo,
  IconVolume,
  type Icon,
} from '@tabler/icons-react';
import type { OperationIcon as Name } from '#shared/catalogue/operations/define.ts';

const drawings: Readonly<Record<Name, Icon>> = {
  scene: IconDeviceTv,
  stream: IconBroadcast,
  recording: IconPlayerRecord,
  replay: IconHistory,
  camera: IconVideo,
  source: IconScreenShare,
  microphone: IconMicrophone,
  volume: IconVolume,
  caption: IconBadgeCc,
  start: IconPlayerPlay,
  stop: IconPlayerStop,
  restart: IconRefresh,
  check: IconStethoscope,
  settings: IconSettings,
  secret: IconKey,
  connection: IconPlugConnected,
  keep: IconLock,
  import: IconFileImport,
  backup: IconDatabaseExport,
  restore: IconRestore,
  delete: IconTrash,
  incident: IconFileZip,
};

/** The picture of an operation. */
export const OperationIcon = ({ name }: { name: Name }) => {
  const Drawing = drawings[name];
  return <Drawing size={16} stroke={1.5} aria-hidden="true" />;
};
