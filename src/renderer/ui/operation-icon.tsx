import {
  IconBadgeCc,
  IconBell,
  IconBroadcast,
  IconCoin,
  IconDeviceTv,
  IconFlag,
  IconHistory,
  IconLogin2,
  IconLogout,
  IconMessage,
  IconMicrophone,
  IconMovie,
  IconPencil,
  IconPlayerRecord,
  IconScreenShare,
  IconShield,
  IconSlash,
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
  'sign-in': IconLogin2,
  'sign-out': IconLogout,
  edit: IconPencil,
  marker: IconFlag,
  clip: IconMovie,
  moderate: IconShield,
  reward: IconCoin,
  message: IconMessage,
  notice: IconBell,
  command: IconSlash,
  delete: IconTrash,
};

/** The picture of an operation. */
export const OperationIcon = ({ name }: { name: Name }) => {
  const Drawing = drawings[name];
  return <Drawing size={16} stroke={1.5} aria-hidden="true" />;
};
