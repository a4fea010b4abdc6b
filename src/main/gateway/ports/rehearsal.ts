import type { Fault, Result } from '#shared/kernel/index.ts';
import type { RecordingStatus, RehearsalStatus } from '#shared/model/index.ts';

/** Sessions written down as scenarios: works live as well. */
export interface RecordingPort {
  status(): RecordingStatus;
}

/** The rehearsal as it stands. Asked for its status it fails with `rehearsal.not-rehearsing` while the program is live. */
export interface RehearsalPort {
  status(): Result<RehearsalStatus, Fault>;
  readonly recording: RecordingPort;
  /** Called when {@link status} or the recording's would answer something else, but for where in an act the play is. */
  onChange(listener: () => void): Disposable;
}
