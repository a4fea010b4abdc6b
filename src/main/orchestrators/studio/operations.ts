import { answerWhenDone, answerWith, implement, type OperationImplementation } from '#core/index.ts';
import type { ObsBridge } from '#main/bridges/ports/index.ts';
import {
  obsSaveReplay,
  obsSendCaption,
  obsSetMuted,
  obsSetRecording,
  obsSetReplayBuffer,
  obsSetSourceVisible,
  obsSetStreaming,
  obsSetVirtualCamera,
  obsSetVolume,
  obsSwitchScene,
} from '#shared/catalogue/operations/obs.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';

/** Returns the fault of an OBS that is not in the settings. */
export const unknownInstance = (id: string): Fault =>
  new Fault('obs.unknown-instance', `There is no OBS “${id}”. The names are in the OBS settings.`, {
    kind: 'configuration',
    status: 'not-found',
  });

/** Returns the result with the previous state when the operation succeeded. */
const doneWith = <TResult, TBefore>(done: Result<unknown, Fault>, result: TResult, before: TBefore) =>
  done.ok ? ok({ result, before }) : done;

type BridgeOf = (id: string) => ObsBridge | null;

/** Calls the handler with the bridge of an OBS. */
const createOn =
  (bridgeOf: BridgeOf) =>
  async <T>(id: string, run: (bridge: ObsBridge) => Promise<Result<T, Fault>>): Promise<Result<T, Fault>> => {
    const bridge = bridgeOf(id);
    return bridge ? run(bridge) : err(unknownInstance(id));
  };
type On = ReturnType<typeof createOn>;

/** Returns true or false for an output that is on or off; null while it changes or is unknown. */
const isOn = (state: string | null): boolean | null =>
  state === 'on' ? true : state === 'off' ? false : null;

const outputOperations = (on: On): readonly OperationImplementation[] => [
  implement(obsSetStreaming, {
    run: ({ id, on: desired }) =>
      on(id, async (obs) => answerWhenDone(await obs.setStreaming(desired), { on: desired })),
  }),
  implement(obsSetRecording, {
    run: ({ id, on: desired }) =>
      on(id, async (obs) => {
        const done = await obs.setRecording(desired);
        return done.ok ? ok({ result: { on: desired, path: done.value.path } }) : done;
      }),
  }),
  implement(obsSetReplayBuffer, {
    run: ({ id, on: desired }) =>
      on(id, async (obs) => {
        const before = isOn(obs.state.replayBuffer);
        return doneWith(await obs.setReplayBuffer(desired), { on: desired }, before);
      }),
  }),
  implement(obsSetVirtualCamera, {
    run: ({ id, on: desired }) =>
      on(id, async (obs) => {
        const before = isOn(obs.state.virtualCamera);
        return doneWith(await obs.setVirtualCamera(desired), { on: desired }, before);
      }),
  }),
  implement(obsSaveReplay, {
    run: ({ id }) => on(id, async (obs) => answerWith(await obs.saveReplay())),
  }),
  implement(obsSendCaption, {
    run: ({ id, text }) => on(id, async (obs) => answerWhenDone(await obs.sendCaption(text), { text })),
  }),
];

/** Finds a source: the requested one, and its observed state if it is on program. */
const findSource = (
  { state: { currentScene, sources } }: ObsBridge,
  { scene, source }: { readonly scene?: string | undefined; readonly source: string | number },
) => {
  const onProgram = scene === undefined || scene === currentScene ? sources : null;
  const seen = onProgram?.find(({ itemId, name }) => itemId === source || name === source);
  // An id means an item of the scene in which it was observed, whatever scene is on program by then.
  const place = seen ? { scene: currentScene ?? undefined, source: seen.itemId } : { scene, source };
  return { place, seen: seen?.visible ?? null };
};

const sceneOperations = (on: On): readonly OperationImplementation[] => [
  implement(obsSwitchScene, {
    run: ({ id, scene }) =>
      on(id, async (obs) => {
        const { currentScene } = obs.state;
        const before = currentScene === null ? null : { scene: currentScene };
        return doneWith(await obs.setScene(scene), { scene }, before);
      }),
  }),
  implement(obsSetSourceVisible, {
    run: ({ id, scene, source, visible }) =>
      on(id, async (obs) => {
        const { place, seen } = findSource(obs, { scene, source });
        const stays = { ...place, scene: place.scene ?? obs.state.currentScene ?? undefined };
        let before = seen;
        // Observed sources are answered from the state; OBS is asked for all others, in groups and other
        // scenes.
        if (before === null && visible === undefined) {
          const asked = await obs.isSourceVisible(place);
          if (!asked.ok) return asked;
          before = asked.value;
        }
        const next = visible ?? before === false;
        const was = before === null ? null : { ...stays, visible: before };
        return doneWith(await obs.setSourceVisible(place, next), { visible: next }, was);
      }),
  }),
];

const soundOperations = (on: On): readonly OperationImplementation[] => [
  implement(obsSetMuted, {
    run: ({ id, input, muted }) =>
      on(id, async (obs) => {
        let before = obs.state.inputs?.find(({ name }) => name === input)?.muted ?? null;
        if (before === null && muted === undefined) {
          const asked = await obs.isMuted(input);
          if (!asked.ok) return asked;
          before = asked.value;
        }
        const next = muted ?? before === false;
        return doneWith(await obs.setMuted(input, next), { muted: next }, before);
      }),
  }),
  implement(obsSetVolume, {
    run: ({ id, input, volumeDb }) =>
      on(id, async (obs) => {
        const before = obs.state.inputs?.find(({ name }) => name === input)?.volumeDb ?? null;
        return doneWith(await obs.setVolume(input, volumeDb), { volumeDb }, before);
      }),
  }),
];

/** Implements the operations of OBS on the bridge of its component. */
export const studioOperations = (bridgeOf: BridgeOf): readonly OperationImplementation[] => {
  const on = createOn(bridgeOf);
  return [...outputOperations(on), ...sceneOperations(on), ...soundOperations(on)];
};
