import {
  IconBadgeCc,
  IconBolt,
  IconBroadcast,
  IconDeviceTv,
  IconClock,
  IconHistory,
  IconLayoutSidebarRight,
  IconMasksTheater,
  IconMicrophone,
  IconPlayerRecord,
  IconScreenShare,
  IconSwitchHorizontal,
  IconTool,
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
  clock: IconClock,
  mode: IconSwitchHorizontal,
  dock: IconLayoutSidebarRight,
  play: IconMasksTheater,
  break: IconBolt,
  mend: IconTool,
  delete: IconTrash,
};

/** The picture of an operation. */
export const OperationIcon = ({ name }: { name: Name }) => {
  const Drawing = drawings[name];
  return <Drawing size={16} stroke={1.5} aria-hidden="true" />;
};
