import type { RehearsalPort } from '#main/gateway/ports.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { RehearsalComponent } from './rehearsal-component.ts';

const notRehearsing = (): Result<never, Fault> =>
  err(
    new Fault(
      'rehearsal.not-rehearsing',
      'The program is live, so there is nothing to disturb: start it with --rehearsal.',
      { kind: 'configuration' },
    ),
  );

/** The rehearsal as the contract needs it; refuses everything while the program is live. */
export const createRehearsalPort = (rehearsal: RehearsalComponent | null): RehearsalPort => ({
  status: () => (rehearsal ? ok(rehearsal.status()) : notRehearsing()),
  control: (request) => rehearsal?.control(request) ?? notRehearsing(),
  inject: (injection) => rehearsal?.inject(injection) ?? notRehearsing(),
  clear: (which) => rehearsal?.clear(which) ?? notRehearsing(),
});
