import { unwrap } from '../contract-errors.ts';
import { resumeOf, type Toolkit } from './toolkit.ts';

/** Procedures for outages and the rehearsal. */
export const createOutageProcedures = ({ os, ports: { outages } }: Toolkit) => ({
  list: os.outages.list.handler(() => ({ outages: [...outages.list()] })),
});

export const createRehearsalProcedures = ({ os, ports: { rehearsal }, streams, subscribe }: Toolkit) => ({
  status: os.rehearsal.status.handler(() => unwrap(rehearsal.status())),
  watch: os.rehearsal.watch.handler(({ input, lastEventId, signal }) =>
    subscribe(streams.rehearsal.read(resumeOf(input.resume, lastEventId)), { signal }),
  ),
  recording: {
    list: os.rehearsal.recording.list.handler(() => rehearsal.recording.status()),
  },
});
