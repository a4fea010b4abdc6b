import { unwrap } from '../contract-errors.ts';
import { resumeOf, type Toolkit } from './toolkit.ts';

/** What went wrong with the bridges, and what is made to go wrong on purpose. */
export const createOutageProcedures = ({ os, ports: { outages } }: Toolkit) => ({
  list: os.outages.list.handler(() => ({ outages: [...outages.list()] })),
});

export const createRehearsalProcedures = ({ os, ports: { rehearsal }, streams, subscribe }: Toolkit) => ({
  status: os.rehearsal.status.handler(() => unwrap(rehearsal.status())),
  control: os.rehearsal.control.handler(({ input }) => unwrap(rehearsal.control(input))),
  inject: os.rehearsal.inject.handler(({ input }) => unwrap(rehearsal.inject(input))),
  clear: os.rehearsal.clear.handler(({ input }) => ({ cleared: [...unwrap(rehearsal.clear(input))] })),
  watch: os.rehearsal.watch.handler(({ input, lastEventId, signal }) =>
    subscribe(streams.rehearsal.read(resumeOf(input.resume, lastEventId)), { signal }),
  ),
  recording: {
    list: os.rehearsal.recording.list.handler(() => rehearsal.recording.status()),
    start: os.rehearsal.recording.start.handler(({ input }) => {
      unwrap(rehearsal.recording.start(input));
      return rehearsal.recording.status();
    }),
    stop: os.rehearsal.recording.stop.handler(async () => unwrap(await rehearsal.recording.stop())),
    delete: os.rehearsal.recording.delete.handler(async ({ input }) => {
      unwrap(await rehearsal.recording.delete(input.id));
      return input;
    }),
  },
});
