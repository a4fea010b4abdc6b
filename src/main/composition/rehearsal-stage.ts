import type { RunningRehearsal } from '#main/rehearsal/index.ts';
import { Fault } from '#shared/kernel/index.ts';
import type { RehearsalComponent } from './rehearsal-component.ts';

/** The stage that plays now. Throws a fault while the rehearsal is stopped. */
export const runningStage = (rehearsal: RehearsalComponent): RunningRehearsal => {
  if (rehearsal.stage) return rehearsal.stage;
  throw new Fault(
    'rehearsal.stopped',
    'The rehearsal is stopped: start it, and the pretended platforms are back.',
    {
      kind: 'dependency',
      action: { kind: 'start-component', label: 'Start the rehearsal', target: 'rehearsal' },
    },
  );
};
