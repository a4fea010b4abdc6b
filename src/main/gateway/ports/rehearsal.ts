import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  Disturbance,
  Recording,
  RecordingStatus,
  RehearsalFaultOptions,
  RehearsalServer,
  RehearsalStatus,
} from '#shared/model/index.ts';

/** Sessions written down as scenarios: works live as well. */
export interface RecordingPort {
  status(): RecordingStatus;
  start(request: {
    readonly title?: string | undefined;
    readonly texts: 'replaced' | 'kept';
  }): Result<void, Fault>;
  /** Ends it and writes it down. */
  stop(): Promise<Result<Recording, Fault>>;
  delete(id: string): Promise<Result<void, Fault>>;
}

/** The strings of the rehearsal. What it is asked fails with `rehearsal.not-rehearsing` while the program is live. */
export interface RehearsalPort {
  status(): Result<RehearsalStatus, Fault>;
  control(request: {
    readonly action?: 'pause' | 'resume' | 'step' | 'restart' | undefined;
    readonly speed?: number | undefined;
    readonly scenario?: string | undefined;
  }): Result<RehearsalStatus, Fault>;
  inject(
    injection: RehearsalFaultOptions & {
      readonly server: RehearsalServer;
      readonly fault: string;
      readonly durationMs?: number | undefined;
    },
  ): Result<Disturbance, Fault>;
  clear(which: {
    readonly id?: string | undefined;
    readonly server?: RehearsalServer | undefined;
  }): Result<readonly Disturbance[], Fault>;
  readonly recording: RecordingPort;
  /** Called when {@link status} or the recording's would answer something else, but for where in an act the play is. */
  onChange(listener: () => void): Disposable;
}
