import { Fault } from '#shared/kernel/index.ts';
import type { ObsView } from '#shared/contract/index.ts';
import { notFound, unwrap } from '../contract-errors.ts';
import { resumeOf, type Toolkit } from './toolkit.ts';

/** Nothing was observed that could be turned over. */
const unknownYet = (what: string): Fault =>
  new Fault(
    'obs.state-unknown',
    `It is not known whether ${what}, so it cannot be turned over: say what it shall be`,
    { kind: 'dependency' },
  );

const notThere = (what: string, known: readonly { readonly name: string }[]) =>
  notFound(
    what,
    known.length === 0
      ? 'There is none at all.'
      : `There are ${known
          .slice(0, 8)
          .map(({ name }) => `"${name}"`)
          .join(', ')}${known.length > 8 ? ` and ${known.length - 8} more` : ''}.`,
  );

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
      const known = scene === undefined || scene === currentScene ? sources : null;
      const seen = known?.find(({ itemId, name }) => itemId === source || name === source);
      if (known && !seen) throw notThere(`source "${source}" in the scene "${currentScene}"`, known);
      const next = visible ?? (seen ? !seen.visible : undefined);
      if (next === undefined) throw unknownYet(`"${source}" is visible`);
      unwrap(await obs.setSourceVisible(id, { scene, source: seen?.itemId ?? source }, next));
      return { visible: next };
    }),
    setMuted: door.setMuted.handler(async ({ input: { id, input, muted } }) => {
      const { inputs } = find(id);
      const seen = inputs?.find(({ name }) => name === input);
      if (inputs && !seen) throw notThere(`input "${input}" with sound`, inputs);
      const next = muted ?? (seen ? !seen.muted : undefined);
      if (next === undefined) throw unknownYet(`"${input}" is muted`);
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
