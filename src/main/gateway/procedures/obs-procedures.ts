import type { ObsView } from '#shared/model/index.ts';
import { notFound, unwrap } from '../contract-errors.ts';
import { resumeOf, type Toolkit } from './toolkit.ts';

/** Procedures for the last observed state of every OBS. */
export const createObsProcedures = ({ os, ports: { obs }, streams, subscribe }: Toolkit) => {
  const find = (id: string): ObsView => {
    const view = obs.list().find((each) => each.id === id);
    if (view === undefined) throw notFound(`OBS "${id}"`, 'Call the list of all OBS to see their ids.');
    return view;
  };
  const { obs: door } = os;
  return {
    list: door.list.handler(() => ({ instances: [...obs.list()] })),
    state: door.state.handler(({ input: { id } }) => find(id)),
    watch: door.watch.handler(({ input, lastEventId, signal }) =>
      subscribe(streams.obs.read(resumeOf(input.resume, lastEventId)), { signal }),
    ),
    screenshot: door.screenshot.handler(async ({ input: { id, width } }) =>
      unwrap(await obs.takeScreenshot(id, width)),
    ),
  };
};
