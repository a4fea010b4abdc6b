import type { ObsFrame } from '#shared/contract/index.ts';
import type { ObsView } from '#shared/model/index.ts';

/** The last known state of every OBS by its component id. */
export interface ObsModel {
  /** True once the first frame has arrived. */
  readonly loaded: boolean;
  readonly instances: ReadonlyMap<string, ObsView>;
}

export const emptyObs: ObsModel = { loaded: false, instances: new Map() };

/** Returns an OBS without known state. */
export const unknownObs = (id: string): ObsView => ({
  id,
  studioVersion: null,
  scenes: null,
  currentScene: null,
  streaming: null,
  recording: null,
  recordingPath: null,
  replayBuffer: null,
  lastReplay: null,
  virtualCamera: null,
  studioMode: null,
  sources: null,
  inputs: null,
});

type ObsChange = Extract<ObsFrame, { kind: 'changes' }>['changed'][number];

/** Applies the fields of a change; the others stay. */
const withChange = (before: ObsView, change: ObsChange): ObsView => {
  const changed = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...before, ...changed };
};

export const applyObsFrame = (model: ObsModel, frame: ObsFrame): ObsModel => {
  if (frame.kind === 'snapshot')
    return { loaded: true, instances: new Map(frame.instances.map((view) => [view.id, view])) };
  const instances = new Map(model.instances);
  for (const change of frame.changed)
    instances.set(change.id, withChange(instances.get(change.id) ?? unknownObs(change.id), change));
  for (const id of frame.removed) instances.delete(id);
  return { loaded: true, instances };
};
