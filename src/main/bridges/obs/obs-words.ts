/** The sentences that tell of OBS's outputs. */
import { assertNever, isolate } from '#shared/kernel/index.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';

/** What to tell of a change. */
export type Change = { readonly topic: string; readonly message: string; readonly level: 'info' | 'warning' };

export const describeStreamChange = (
  title: string,
  previous: ObsState['streaming'],
  next: NonNullable<ObsState['streaming']>,
): Change => {
  switch (next) {
    case 'starting':
      return { topic: 'obs.stream-starting', message: `${title} starts to stream`, level: 'info' };
    case 'on':
      return previous === 'reconnecting'
        ? { topic: 'obs.stream-reconnected', message: `${title} streams again`, level: 'info' }
        : { topic: 'obs.stream-started', message: `${title} streams`, level: 'info' };
    case 'stopping':
      return { topic: 'obs.stream-stopping', message: `${title} stops streaming`, level: 'info' };
    case 'reconnecting':
      return {
        topic: 'obs.stream-reconnecting',
        message: `${title} lost the stream and tries to reach the ingest server again`,
        level: 'warning',
      };
    case 'off':
      return { topic: 'obs.stream-stopped', ...describeStreamEnd(title, previous) };
    default:
      return assertNever(next);
  }
};

/** OBS gives no reason when a stream ends; the state before it says whether anybody wanted that. */
const describeStreamEnd = (title: string, previous: ObsState['streaming']): Omit<Change, 'topic'> => {
  switch (previous) {
    case 'starting':
      return {
        message: `${title} could not start the stream: check the server and the stream key in its settings`,
        level: 'warning',
      };
    case 'reconnecting':
      return { message: `${title} gave the stream up after trying to reconnect`, level: 'warning' };
    case 'on':
      return { message: `${title} stopped streaming by itself`, level: 'warning' };
    case 'stopping':
    case 'off':
    case null:
      return { message: `${title} no longer streams`, level: 'info' };
    default:
      return assertNever(previous);
  }
};

export const describeRecordChange = (
  title: string,
  previous: ObsState['recording'],
  next: NonNullable<ObsState['recording']>,
  path: string | null,
): Change | null => {
  switch (next) {
    case 'starting':
    case 'stopping':
      return null;
    case 'on':
      return previous === 'paused'
        ? { topic: 'obs.record-resumed', message: `${title} goes on recording`, level: 'info' }
        : {
            topic: 'obs.record-started',
            message: path === null ? `${title} records` : `${title} records to ${isolate(path)}`,
            level: 'info',
          };
    case 'paused':
      return { topic: 'obs.record-paused', message: `${title} pauses the recording`, level: 'info' };
    case 'off':
      return {
        topic: 'obs.record-stopped',
        message:
          previous === 'starting'
            ? `${title} could not start recording: check the recording folder and the disk`
            : path === null
              ? `${title} no longer records`
              : `${title} finished the recording ${isolate(path)}`,
        level: previous === 'starting' ? 'warning' : 'info',
      };
    default:
      return assertNever(next);
  }
};

export const describeReplayChange = (
  title: string,
  previous: NonNullable<ObsState['replayBuffer']>,
  next: NonNullable<ObsState['replayBuffer']>,
): Change | null => {
  switch (next) {
    case 'starting':
    case 'stopping':
      return null;
    case 'on':
      return {
        topic: 'obs.replay-started',
        message: `${title} keeps the last seconds for replay`,
        level: 'info',
      };
    case 'off':
      if (previous === 'unavailable') return null;
      return previous === 'starting'
        ? {
            topic: 'obs.replay-stopped',
            message: `${title} could not start the replay buffer: check its settings under Output`,
            level: 'warning',
          }
        : { topic: 'obs.replay-stopped', message: `${title} no longer keeps a replay`, level: 'info' };
    case 'unavailable':
      return {
        topic: 'obs.replay-stopped',
        message: `${title} has no replay buffer any more`,
        level: 'info',
      };
    default:
      return assertNever(next);
  }
};

export const describeVirtualCameraChange = (
  title: string,
  previous: NonNullable<ObsState['virtualCamera']>,
  next: NonNullable<ObsState['virtualCamera']>,
): Change | null => {
  if (next === 'on') {
    return {
      topic: 'obs.virtual-camera-started',
      message: `${title} runs its virtual camera`,
      level: 'info',
    };
  }
  return next === 'off' && previous !== 'unavailable'
    ? { topic: 'obs.virtual-camera-stopped', message: `${title} stopped its virtual camera`, level: 'info' }
    : null;
};
