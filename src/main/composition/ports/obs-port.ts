import type { SystemPort } from '#core/system-port.ts';
import type { ObsPort } from '#main/gateway/ports/index.ts';
import type { ObsBridge } from '#main/bridges/ports/index.ts';
import type { ObsView } from '#shared/model/index.ts';
import { err, toDisposable } from '#shared/kernel/index.ts';
import { isObsComponent, unknownInstance } from '#main/orchestrators/studio/manifest.ts';

const viewOf = (id: string, { state }: ObsBridge): ObsView => ({
  id,
  studioVersion: state.studioVersion,
  scenes: state.scenes,
  currentScene: state.currentScene,
  streaming: state.streaming,
  recording: state.recording,
  recordingPath: state.recordingPath,
  replayBuffer: state.replayBuffer,
  lastReplay: state.lastReplay,
  virtualCamera: state.virtualCamera,
  studioMode: state.studioMode,
  sources: state.sources,
  inputs: state.inputs,
});

/** Presents every OBS by its component id, as the contract describes it. */
export const createObsPort = (
  system: Pick<SystemPort, 'onChange'>,
  bridges: () => ReadonlyMap<string, ObsBridge>,
): ObsPort => ({
  list: () => [...bridges()].map(([id, bridge]) => viewOf(id, bridge)),
  onChange: (listener) => {
    const heard = new Map<ObsBridge, Disposable>();
    /** Settings add and remove instances, so the port listens to whichever exist. */
    const follow = (): void => {
      const present = new Set(bridges().values());
      for (const [bridge, subscription] of heard) {
        if (present.has(bridge)) continue;
        subscription[Symbol.dispose]();
        heard.delete(bridge);
      }
      for (const bridge of present) if (!heard.has(bridge)) heard.set(bridge, bridge.onState(listener));
    };
    follow();
    const subscription = system.onChange((change) => {
      if (change.kind !== 'component' && change.kind !== 'removed') return;
      if (!isObsComponent(change.id)) return;
      follow();
      listener();
    });
    return toDisposable(() => {
      subscription[Symbol.dispose]();
      for (const each of heard.values()) each[Symbol.dispose]();
      heard.clear();
    });
  },
  takeScreenshot: async (id, width) => {
    const bridge = bridges().get(id);
    return bridge ? bridge.takeScreenshot(width) : err(unknownInstance(id));
  },
});
