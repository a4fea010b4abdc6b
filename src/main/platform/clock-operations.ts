import { implement, type OperationImplementation } from '#core/index.ts';
import { clockConfirm } from '#shared/catalogue/operations/program.ts';
import { ok, type Clock } from '#shared/kernel/index.ts';
import { readClockState } from './clock-state.ts';
import type { TrustedTime } from './trusted-time.ts';

/** Implements what a person can say about the clock. `tell` hears of it. */
export const clockOperations = (
  time: TrustedTime,
  clock: Clock,
  tell: (message: string) => void,
): readonly OperationImplementation[] => [
  implement(clockConfirm, {
    run: async () => {
      const confirmed = time.confirm();
      if (!confirmed.ok) return confirmed;
      tell('A person confirmed that the clock of this PC is right.');
      return ok({ result: readClockState(time, clock) });
    },
  }),
];
