import type { SystemPort } from '#core/system-port.ts';
import type { ObsControlPort } from '#main/gateway/ports/index.ts';
import type { ObsBridge } from '#main/bridges/ports/index.ts';
import { isObsComponent } from '#main/orchestrators/studio/manifest.ts';
import type { ObsView } from '#shared/contract/index.ts';
import { err, Fault, toDisposable, type Result } from '#shared/kernel/index.ts';

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

/** Which components there are, and when that changes. */
interface ObsDirectory extends Pick<SystemPort, 'onChange'> {
  list(): readonly Pick<ReturnType<SystemPort['list']>[number], 'id' | 'platform'>[];
}

/** Every OBS by its component id, as the contract steers it. */
export const createObsControlPort = (
  system: ObsDirectory,
  bridgeOf: (id: string) => ObsBridge | null,
): ObsControlPort => {
  const bridges = (): ReadonlyMap<string, ObsBridge> =>
    new Map(
      system.list().flatMap(({ id, platform }) => {
        const bridge = platform === 'obs' ? bridgeOf(id) : null;
        return bridge ? [[id, bridge] as const] : [];
      }),
    );
  const on = async <T>(
    id: string,
    run: (bridge: ObsBridge) => Promise<Result<T, Fault>>,
  ): Promise<Result<T, Fault>> => {
    const bridge = bridgeOf(id);
    return bridge
      ? await run(bridge)
      : err(
          new Fault(
            'obs.unknown-instance',
            `There is no OBS "${id}": see the settings of OBS for their names`,
            {
              kind: 'configuration',
              status: 'not-found',
            },
          ),
        );
  };

  return {
    list: () => [...bridges()].map(([id, bridge]) => viewOf(id, bridge)),
    onChange: (listener) => {
      const heard = new Map<ObsBridge, Disposable>();
      /** Settings add and drop instances: whatever is there now is listened to. */
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
    setScene: (id, scene) => on(id, (bridge) => bridge.setScene(scene)),
    setStreaming: (id, wanted) => on(id, (bridge) => bridge.setStreaming(wanted)),
    setRecording: (id, wanted) => on(id, (bridge) => bridge.setRecording(wanted)),
    setReplayBuffer: (id, wanted) => on(id, (bridge) => bridge.setReplayBuffer(wanted)),
    saveReplay: (id) => on(id, (bridge) => bridge.saveReplay()),
    setVirtualCamera: (id, wanted) => on(id, (bridge) => bridge.setVirtualCamera(wanted)),
    setSourceVisible: (id, place, visible) => on(id, (bridge) => bridge.setSourceVisible(place, visible)),
    isSourceVisible: (id, place) => on(id, (bridge) => bridge.isSourceVisible(place)),
    isMuted: (id, input) => on(id, (bridge) => bridge.isMuted(input)),
    setMuted: (id, input, muted) => on(id, (bridge) => bridge.setMuted(input, muted)),
    setVolume: (id, input, volumeDb) => on(id, (bridge) => bridge.setVolume(input, volumeDb)),
    takeScreenshot: (id, width) => on(id, (bridge) => bridge.takeScreenshot(width)),
    sendCaption: (id, text) => on(id, (bridge) => bridge.sendCaption(text)),
  };
};
