import type { Fault, Result } from '#shared/kernel/index.ts';
import type { RecordingStatus, RehearsalStatus } from '#shared/model/index.ts';

/** Read access to the recording of a session, in rehearsal or live. */
export interface RecordingPort {
  status(): RecordingStatus;
}

/**
 * Read access to the rehearsal. The status fails with `rehearsal.not-rehearsing` while the program is live.
 */
export interface RehearsalPort {
  status(): Result<RehearsalStatus, Fault>;
  readonly recording: RecordingPort;
  /**
   * Calls the listener when {@link status} or the recording's status changes, except for the position within
   * an act.
   */
  onChange(listener: () => void): Disposable;
}
