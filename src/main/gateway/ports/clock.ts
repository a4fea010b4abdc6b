import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ClockState } from '#shared/contract/index.ts';

/** Whether the clock of this machine is believed. */
export interface ClockPort {
  state(): ClockState;
  /** Takes a person's word that it is right. Refused where it cannot be. */
  confirm(): Result<void, Fault>;
}
