import { resumeOf, type Toolkit } from './toolkit.ts';

export const createSystemProcedures = ({ os, ports, streams, subscribe, versions }: Toolkit) => ({
  version: os.system.version.handler(() => ({
    name: 'cuelight' as const,
    ...versions,
    run: ports.runInfo(),
  })),
  health: os.system.health.handler(() => ({
    verdict: ports.system.verdict(),
    components: ports.system
      .list()
      .map(({ id, title, state, health, waiting, cause }) => ({ id, title, state, health, waiting, cause })),
  })),
  security: os.system.security.handler(() => ports.security.report),
  clock: os.system.clock.handler(() => ports.clock.state()),
  updates: os.system.updates.handler(() => ports.updates.status),
  watch: os.system.watch.handler(({ input, lastEventId, signal }) =>
    subscribe(streams.system.read(resumeOf(input.resume, lastEventId)), { signal }),
  ),
});
