/** The events that tell of OBS's outputs. */
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

/** Makes the event of a stream that changed. */
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

/** Makes the event of a recording that changed; null while it is on its way up or down. */
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

/** Makes the event of a replay buffer that changed; null where a person need not know. */
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

/** Makes the event of a virtual camera that changed; null where a person need not know. */
export const virtualCameraChange = (
  subject: ObsSubject,
  previous: NonNullable<ObsState['virtualCamera']>,
  next: NonNullable<ObsState['virtualCamera']>,
): TopicDraft | null => {
  if (next === 'on') return obsVirtualCameraStarted({ previous }, subject);
  return next === 'off' && previous !== 'unavailable' ? obsVirtualCameraStopped({ previous }, subject) : null;
};
