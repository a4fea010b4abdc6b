import type { ClockState } from '#shared/model/index.ts';

/** Read access to the state of this machine's clock. */
export interface ClockPort {
  state(): ClockState;
}
