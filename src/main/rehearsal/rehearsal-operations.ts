import { answerWhenDone, answerWith, implement, type OperationImplementation } from '#core/index.ts';
import {
  recordingDelete,
  recordingStart,
  recordingStop,
  rehearsalInjectFault,
  rehearsalControl,
  rehearsalClearFaults,
} from '#shared/catalogue/operations/rehearsal.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { RehearsalStatus } from '#shared/model/index.ts';
import type { SessionRecording } from './recording/session-recording.ts';
import type { RehearsalComponent } from './rehearsal-component.ts';

/** Returns the fault for a rehearsal operation while the program is live. */
export const notRehearsing = (): Fault =>
  new Fault(
    'rehearsal.not-rehearsing',
    'Cuelight is live, so there is nothing to break. Switch to rehearsal, or start with --rehearsal.',
    { kind: 'configuration' },
  );

/** Implements the operations of the rehearsal and of recordings. */
export const rehearsalOperations = (parts: {
  /** The rehearsal; null while the program is live. */
  readonly rehearsal:
    | (Pick<RehearsalComponent, 'inject' | 'clear'> & {
        control(...request: Parameters<RehearsalComponent['control']>): Result<unknown, Fault>;
      })
    | null;
  /** Returns the status after a change, with the comparison with the outage ledger. */
  readonly readStatus: () => Result<RehearsalStatus, Fault>;
  readonly recording: Pick<SessionRecording, 'status' | 'start' | 'stop' | 'delete'>;
}): readonly OperationImplementation[] => {
  const { rehearsal, readStatus, recording } = parts;
  const obstacle = (): Fault | null => (rehearsal ? null : notRehearsing());
  return [
    implement(rehearsalControl, {
      obstacle,
      run: async (request) => {
        const done = rehearsal?.control(request) ?? err(notRehearsing());
        return done.ok ? answerWith(readStatus()) : done;
      },
    }),
    implement(rehearsalInjectFault, {
      obstacle,
      run: async (injection) => answerWith(rehearsal?.inject(injection) ?? err(notRehearsing())),
    }),
    implement(rehearsalClearFaults, {
      obstacle,
      run: async (which) => {
        const done = rehearsal?.clear(which) ?? err(notRehearsing());
        return done.ok ? ok({ result: { cleared: [...done.value] } }) : done;
      },
    }),
    implement(recordingStart, {
      run: async (request) => {
        const started = recording.start(request);
        return started.ok ? ok({ result: recording.status() }) : started;
      },
    }),
    implement(recordingStop, { run: async () => answerWith(await recording.stop()) }),
    implement(recordingDelete, {
      run: async ({ id }) => answerWhenDone(await recording.delete(id), { id }),
    }),
  ];
};
