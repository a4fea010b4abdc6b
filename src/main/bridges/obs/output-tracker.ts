/** The stream and the recording, with an event for each change. */
import type { ComponentEvents } from '#core/component.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import type { ObsSubject } from './obs-faults.ts';
import type { RecordStatusAnswer, StreamStatusAnswer } from './obs-schemas.ts';
import type { ObsStateStore } from './obs-state-store.ts';
import { recordChange, streamChange } from './output-changes.ts';

type Streaming = NonNullable<ObsState['streaming']>;
type Recording = NonNullable<ObsState['recording']>;

export class OutputTracker {
  readonly #subject: ObsSubject;
  readonly #events: ComponentEvents;
  readonly #store: ObsStateStore;
  readonly #onStreamChanged: (streaming: Streaming) => void;
  /** True when the last answer contradicted the events. */
  #streamDisagrees = false;
  #recordDisagrees = false;

  constructor(options: {
    readonly subject: ObsSubject;
    readonly events: ComponentEvents;
    readonly store: ObsStateStore;
    readonly onStreamChanged: (streaming: Streaming) => void;
  }) {
    this.#subject = options.subject;
    this.#events = options.events;
    this.#store = options.store;
    this.#onStreamChanged = options.onStreamChanged;
  }

  /** Applies the state of the stream from an event. Returns false for an unknown state. */
  applyStreamState(outputState: string): boolean {
    const next = streamStates.get(outputState);
    if (next) this.#setStreaming(next);
    return next !== undefined;
  }

  /** Applies the state of the recording from an event. Returns false for an unknown state. */
  applyRecordState(outputState: string, path: string | null): boolean {
    const next = recordStates.get(outputState);
    if (next) this.#setRecording(next, path);
    return next !== undefined;
  }

  /** Compares the state with OBS's answers, in case an event was lost. */
  reconcile(stream: StreamStatusAnswer, record: RecordStatusAnswer): void {
    const { state } = this.#store;
    // One answer may be older than a concurrent event; two in a row are not. While an output starts or stops,
    // OBS's state wins.
    const streaming = streamingOf(stream);
    const streamDiffers = !isMoving(state.streaming) && streaming !== state.streaming;
    if (streamDiffers && this.#streamDisagrees) this.#setStreaming(streaming);
    this.#streamDisagrees = streamDiffers;

    const recording = recordingOf(record);
    const recordDiffers = !isMoving(state.recording) && recording !== state.recording;
    if (recordDiffers && this.#recordDisagrees) this.#setRecording(recording, null);
    this.#recordDisagrees = recordDiffers;
  }

  #setStreaming(next: Streaming): void {
    const previous = this.#store.state.streaming;
    if (next === previous) return;
    this.#store.update({ streaming: next });
    this.#events.emit(streamChange(this.#subject, previous, next));
    this.#onStreamChanged(next);
  }

  #setRecording(next: Recording, path: string | null): void {
    const { recording: previous, recordingPath: knownPath } = this.#store.state;
    if (next === previous) return;
    const recordingPath = path ?? (next === 'starting' ? null : knownPath);
    this.#store.update({ recording: next, recordingPath });
    const change = recordChange(this.#subject, previous, next, recordingPath);
    if (change) this.#events.emit(change);
  }
}

const isMoving = (output: ObsState['streaming'] | ObsState['recording']): boolean =>
  output === 'starting' || output === 'stopping';

const streamStates: ReadonlyMap<string, Streaming> = new Map([
  ['OBS_WEBSOCKET_OUTPUT_STARTING', 'starting'],
  ['OBS_WEBSOCKET_OUTPUT_STARTED', 'on'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPING', 'stopping'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPED', 'off'],
  ['OBS_WEBSOCKET_OUTPUT_RECONNECTING', 'reconnecting'],
  ['OBS_WEBSOCKET_OUTPUT_RECONNECTED', 'on'],
]);

const recordStates: ReadonlyMap<string, Recording> = new Map([
  ['OBS_WEBSOCKET_OUTPUT_STARTING', 'starting'],
  ['OBS_WEBSOCKET_OUTPUT_STARTED', 'on'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPING', 'stopping'],
  ['OBS_WEBSOCKET_OUTPUT_STOPPED', 'off'],
  ['OBS_WEBSOCKET_OUTPUT_PAUSED', 'paused'],
  ['OBS_WEBSOCKET_OUTPUT_RESUMED', 'on'],
]);

export const streamingOf = (status: StreamStatusAnswer): Streaming => {
  if (!status.outputActive) return 'off';
  return status.outputReconnecting ? 'reconnecting' : 'on';
};

export const recordingOf = (status: RecordStatusAnswer): Recording => {
  if (!status.outputActive) return 'off';
  return status.outputPaused ? 'paused' : 'on';
};
