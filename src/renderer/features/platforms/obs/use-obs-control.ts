import type { ObsRequest } from '../../../text/obs-words.ts';
import { recordKey, type ControlRecord } from '../../../stores/obs-controls-store.ts';
import { useObsControls, useStores } from '../../../stores/stores-context.tsx';

/** How the last request of a control went; undefined when there was none. */
export const useControlRecord = (id: string, control: string): ControlRecord | undefined =>
  useObsControls((state) => state.records.get(recordKey(id, control)));

/** Asks one OBS for something. */
export const useObsRequest = (id: string): ((request: ObsRequest) => void) => {
  const { obsControls } = useStores();
  return (request) => void obsControls.getState().request(id, request);
};
