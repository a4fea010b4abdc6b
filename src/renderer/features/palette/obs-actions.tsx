import type { SpotlightActionData } from '@mantine/spotlight';
import {
  IconBroadcast,
  IconDeviceTv,
  IconHistory,
  IconMicrophone,
  IconPlayerRecord,
  IconScreenShare,
  IconVideo,
  type Icon,
} from '@tabler/icons-react';
import type { ObsView } from '#shared/model/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import { outputRows, requestWords, type ObsRequest, type OutputRow } from '../../text/obs-words.ts';
import type { Stores } from '../../stores/stores.ts';

const outputIcons: Readonly<Record<OutputRow['kind'], Icon>> = {
  streaming: IconBroadcast,
  recording: IconPlayerRecord,
  'replay-buffer': IconHistory,
  'virtual-camera': IconVideo,
};

/** Enough for any show; a collection of thousands would slow each key that is typed. */
const MOST_OF_EACH = 200;

/** What one OBS can be asked just now, as far as it is known. */
const requestsOf = (obs: ObsView): readonly (readonly [ObsRequest, Icon])[] => [
  ...outputRows(obs).flatMap(({ kind, next }) =>
    next === null ? [] : [[{ kind, on: next }, outputIcons[kind]] as const],
  ),
  ...(obs.replayBuffer === 'on' ? [[{ kind: 'save-replay' }, IconHistory] as const] : []),
  ...(obs.scenes ?? [])
    .slice(0, MOST_OF_EACH)
    .filter((scene) => scene !== obs.currentScene)
    .map((scene) => [{ kind: 'scene', scene }, IconDeviceTv] as const),
  ...(obs.inputs ?? [])
    .slice(0, MOST_OF_EACH)
    .map(({ name, muted }) => [{ kind: 'mute', input: name, muted: !muted }, IconMicrophone] as const),
  ...(obs.sources ?? [])
    .slice(0, MOST_OF_EACH)
    .map(
      ({ itemId, name, visible }) =>
        [{ kind: 'source', itemId, name, visible: !visible }, IconScreenShare] as const,
    ),
];

/** Scenes, outputs, sound and sources of every OBS. Where there are several, each is named by its own. */
export const obsActions = ({
  obs,
  obsControls,
  system,
}: Pick<Stores, 'obs' | 'obsControls' | 'system'>): SpotlightActionData[] => {
  const instances = [...obs.getState().instances.values()];
  return instances.flatMap((view) => {
    const title = system.getState().components.get(view.id)?.title ?? view.id;
    return requestsOf(view).map(([request, ActionIcon]) => ({
      id: `obs:${view.id}:${JSON.stringify(request)}`,
      label: instances.length > 1 ? `${requestWords(request)} of ${isolate(title)}` : requestWords(request),
      keywords: ['obs', view.id],
      leftSection: <ActionIcon size={16} stroke={1.5} aria-hidden="true" />,
      onClick: () => void obsControls.getState().request(view.id, request),
    }));
  });
};
