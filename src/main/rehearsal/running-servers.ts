import { Fault } from '#shared/kernel/index.ts';
import type { RunningRehearsalServers } from './rehearsal-servers.ts';
import type { RehearsalComponent } from './rehearsal-component.ts';

/** Returns the running servers of the rehearsal. Throws a fault while the rehearsal is stopped. */
export const runningServers = (rehearsal: RehearsalComponent): RunningRehearsalServers => {
  if (rehearsal.servers) return rehearsal.servers;
  throw new Fault(
    'rehearsal.stopped',
    'Rehearsal is stopped. Start it to bring the simulated platforms back.',
    {
      kind: 'dependency',
      action: { kind: 'start-component', label: 'Start Rehearsal', target: 'rehearsal' },
    },
  );
};
