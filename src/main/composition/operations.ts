import { createOperations, implement, type OperationImplementation, type Operations } from '#core/index.ts';
import { clockOperations, type TrustedTime } from '#main/platform/index.ts';
import { rehearsalOperations } from '#main/rehearsal/index.ts';
import { programBeginAnew } from '#shared/catalogue/operations/program.ts';
import { clockConfirmed } from '#shared/catalogue/topics/host.ts';
import { ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import type { BuiltSystem } from './system.ts';

/** What owners that are no orchestrators bring. */
export interface OperationParts {
  readonly clock: Clock;
  readonly time: TrustedTime;
  readonly rehearsal: Parameters<typeof rehearsalOperations>[0];
  /** Of the host, which keeps the docks. */
  readonly docks: readonly OperationImplementation[];
  /** Keeps the choice of mode, and asks the host to stop everything and begin anew in it once this is answered. */
  readonly beginAnew: (mode: RunMode) => Promise<Result<void, Fault>>;
}

/** Joins the operations of the orchestrators with those of owners that are none. */
export const collectOperations = (
  { system, implementations }: BuiltSystem,
  { time, clock, rehearsal, docks, beginAnew }: OperationParts,
): Operations => {
  const { bus, ids } = system.services;
  const confirmed = (sentence: string): void => {
    system.events.emit('clock', clockConfirmed({}, { sentence }));
  };
  return createOperations({
    bus,
    clock,
    ids,
    implementations: [
      ...implementations,
      ...clockOperations(time, clock, confirmed),
      ...rehearsalOperations(rehearsal),
      ...docks,
      implement(programBeginAnew, {
        run: async ({ mode }) => {
          const begun = await beginAnew(mode);
          return begun.ok ? ok({ result: { mode } }) : begun;
        },
      }),
    ],
  });
};
