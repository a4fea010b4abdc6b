import { implement, type OperationImplementation } from '#core/index.ts';
import { clockConfirm } from '#shared/catalogue/operations/program.ts';
import { ok, type Clock } from '#shared/kernel/index.ts';
import { readClockState } from './clock-state.ts';
import type { TrustedTime } from './trusted-time.ts';

/** Implements the confirmation of the clock by a person. Calls `report` with the sentence for the log. */
export const clockOperations = (
  time: TrustedTime,
  clock: Clock,
  report: (message: string) => void,
): readonly OperationImplementation[] => [
  implement(clockConfirm, {
    run: async () => {
      const confirmed = time.confirm();
      if (!confirmed.ok) return confirmed;
      report('A person confirmed that the clock of this PC is right.');
      return ok({ result: readClockState(time, clock) });
    },
  }),
];
