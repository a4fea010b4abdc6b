import type { ObsView } from '#shared/contract/index.ts';
import { notFound, unwrap } from '../contract-errors.ts';
import { resumeOf, type Toolkit } from './toolkit.ts';

/** Every OBS: what it does, and what it is to do. */
export const createObsProcedures = ({ os, ports: { obs }, streams, subscribe }: Toolkit) => {
  const find = (id: string): ObsView => {
    const view = obs.list().find((each) => each.id === id);
    if (view === undefined) throw notFound(`OBS "${id}"`, 'Ask for the list of all OBS to see their ids.');
    return view;
  };
  const { obs: door } = os;
  return {
    list: door.list.handler(() => ({ instances: [...obs.list()] })),
    state: door.state.handler(({ input: { id } }) => find(id)),
    watch: door.watch.handler(({ input, lastEventId, signal }) =>
      subscribe(streams.obs.read(resumeOf(input.resume, lastEventId)), { signal }),
    ),
    setScene: door.setScene.handler(async ({ input: { id, scene } }) => {
      unwrap(await obs.setScene(id, scene));
      return { scene };
    }),
    setStreaming: door.setStreaming.handler(async ({ input: { id, on } }) => {
      unwrap(await obs.setStreaming(id, on));
      return { on };
    }),
    setRecording: door.setRecording.handler(async ({ input: { id, on } }) => {
      const { path } = unwrap(await obs.setRecording(id, on));
      return { on, path };
    }),
    setReplayBuffer: door.setReplayBuffer.handler(async ({ input: { id, on } }) => {
      unwrap(await obs.setReplayBuffer(id, on));
      return { on };
    }),
    saveReplay: door.saveReplay.handler(async ({ input: { id } }) => unwrap(await obs.saveReplay(id))),
    setVirtualCamera: door.setVirtualCamera.handler(async ({ input: { id, on } }) => {
      unwrap(await obs.setVirtualCamera(id, on));
      return { on };
    }),
    setSourceVisible: door.setSourceVisible.handler(async ({ input: { id, scene, source, visible } }) => {
      const { currentScene, sources } = find(id);
      const onProgram = scene === undefined || scene === currentScene ? sources : null;
      const seen = onProgram?.find(({ itemId, name }) => itemId === source || name === source);
      // An id means an item of the scene it was seen in, whatever is on program by then.
      const place = seen ? { scene: currentScene ?? undefined, source: seen.itemId } : { scene, source };
      // What was observed answers at once; for all else, in groups and in other scenes, OBS is asked.
      const next = visible ?? !(seen?.visible ?? unwrap(await obs.isSourceVisible(id, place)));
      unwrap(await obs.setSourceVisible(id, place, next));
      return { visible: next };
    }),
    setMuted: door.setMuted.handler(async ({ input: { id, input, muted } }) => {
      const seen = find(id).inputs?.find(({ name }) => name === input);
      const next = muted ?? !(seen?.muted ?? unwrap(await obs.isMuted(id, input)));
      unwrap(await obs.setMuted(id, input, next));
      return { muted: next };
    }),
    setVolume: door.setVolume.handler(async ({ input: { id, input, volumeDb } }) => {
      unwrap(await obs.setVolume(id, input, volumeDb));
      return { volumeDb };
    }),
    screenshot: door.screenshot.handler(async ({ input: { id, width } }) =>
      unwrap(await obs.takeScreenshot(id, width)),
    ),
    sendCaption: door.sendCaption.handler(async ({ input: { id, text } }) => {
      unwrap(await obs.sendCaption(id, text));
      return { text };
    }),
  };
};
