/** Events for the outputs of OBS. */
import { assertNever } from '#shared/kernel/index.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import {
  obsRecordPaused,
  obsRecordResumed,
  obsRecordStarted,
  obsRecordStopped,
  obsReplayStarted,
  obsReplayStopped,
  obsStreamReconnected,
  obsStreamReconnecting,
  obsStreamStarted,
  obsStreamStarting,
  obsStreamStopped,
  obsStreamStopping,
  obsVirtualCameraStarted,
  obsVirtualCameraStopped,
} from '#shared/catalogue/topics/obs.ts';
import type { ObsSubject } from './obs-faults.ts';

/** Creates the event for a changed stream. */
export const streamChange = (
  subject: ObsSubject,
  previous: ObsState['streaming'],
  next: NonNullable<ObsState['streaming']>,
): TopicDraft => {
  switch (next) {
    case 'starting':
      return obsStreamStarting({ previous }, subject);
    case 'on':
      return previous === 'reconnecting'
        ? obsStreamReconnected({ previous }, subject)
        : obsStreamStarted({ previous }, subject);
    case 'stopping':
      return obsStreamStopping({ previous }, subject);
    case 'reconnecting':
      return obsStreamReconnecting({ previous }, subject);
    case 'off':
      return obsStreamStopped({ previous }, subject);
    default:
      return assertNever(next);
  }
};

/** Creates the event for a changed recording; null while the recording starts or stops. */
export const recordChange = (
  subject: ObsSubject,
  previous: ObsState['recording'],
  next: NonNullable<ObsState['recording']>,
  path: string | null,
): TopicDraft | null => {
  switch (next) {
    case 'starting':
    case 'stopping':
      return null;
    case 'on':
      return previous === 'paused'
        ? obsRecordResumed({ path, previous }, subject)
        : obsRecordStarted({ path, previous }, subject);
    case 'paused':
      return obsRecordPaused({ path, previous }, subject);
    case 'off':
      return obsRecordStopped({ path, previous }, subject);
    default:
      return assertNever(next);
  }
};

/** Creates the event for a changed replay buffer; null for changes that people don't need to know. */
export const replayChange = (
  subject: ObsSubject,
  previous: NonNullable<ObsState['replayBuffer']>,
  next: NonNullable<ObsState['replayBuffer']>,
): TopicDraft | null => {
  const { title } = subject;
  switch (next) {
    case 'starting':
    case 'stopping':
      return null;
    case 'on':
      return obsReplayStarted({ previous }, subject);
    case 'off':
      return previous === 'unavailable' ? null : obsReplayStopped({ previous }, { title, next });
    case 'unavailable':
      return obsReplayStopped({ previous }, { title, next, level: 'info' });
    default:
      return assertNever(next);
  }
};

/** Creates the event for a changed virtual camera; null for changes that people don't need to know. */
export const virtualCameraChange = (
  subject: ObsSubject,
  previous: NonNullable<ObsState['virtualCamera']>,
  next: NonNullable<ObsState['virtualCamera']>,
): TopicDraft | null => {
  if (next === 'on') return obsVirtualCameraStarted({ previous }, subject);
  return next === 'off' && previous !== 'unavailable' ? obsVirtualCameraStopped({ previous }, subject) : null;
};
