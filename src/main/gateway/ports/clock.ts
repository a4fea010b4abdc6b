import type { ClockState } from '#shared/model/index.ts';

/** Whether the clock of this machine is believed. */
export interface ClockPort {
  state(): ClockState;
}
