/** The four outputs of the simulated studio, each announced as OBS does. */
import type { Clock, JsonObject, Scope } from '#shared/kernel/index.ts';
import { createOutput, type Output, type OutputWord } from './output.ts';
import { intents, type StudioEvent } from './obs-protocol.ts';

export interface StudioOutputs {
  readonly stream: Output;
  readonly record: Output;
  readonly replayBuffer: Output;
  readonly virtualCamera: Output;
}

export const createStudioOutputs = (options: {
  readonly clock: Clock;
  readonly scope: Scope;
  readonly announce: (event: StudioEvent) => void;
  readonly onStreamStarted: () => void;
  readonly onRecordStarted: () => void;
  /** Path of the current recording, or of the last one. */
  readonly recordPath: () => string | null;
}): StudioOutputs => {
  const { clock, scope } = options;
  const announce = (type: string, output: Output, word: OutputWord, extra: JsonObject = {}): void => {
    // As in the real OBS, only a running output is called active. A reconnecting one is not.
    const active = word === 'STARTED' || word === 'RECONNECTED' || word === 'PAUSED' || word === 'RESUMED';
    options.announce({
      type,
      intent: intents.outputs,
      data: {
        outputActive: active && output.active,
        outputState: `OBS_WEBSOCKET_OUTPUT_${word}`,
        ...extra,
      },
    });
  };

  const stream: Output = createOutput({
    clock,
    scope,
    startMs: 700,
    stopMs: 300,
    announce: (word) => {
      if (word === 'STARTED') options.onStreamStarted();
      announce('StreamStateChanged', stream, word);
    },
  });
  const record: Output = createOutput({
    clock,
    scope,
    startMs: 150,
    stopMs: 400,
    announce: (word) => {
      if (word === 'STARTED') options.onRecordStarted();
      const outputPath = word === 'STARTED' || word === 'STOPPED' ? options.recordPath() : null;
      announce('RecordStateChanged', record, word, { outputPath });
    },
  });
  const replayBuffer: Output = createOutput({
    clock,
    scope,
    startMs: 100,
    stopMs: 100,
    announce: (word) => announce('ReplayBufferStateChanged', replayBuffer, word),
  });
  const virtualCamera: Output = createOutput({
    clock,
    scope,
    startMs: 100,
    stopMs: 100,
    announce: (word) => {
      // The real OBS announces this output only after it started and after it stopped.
      if (word === 'STARTED' || word === 'STOPPED') announce('VirtualcamStateChanged', virtualCamera, word);
    },
  });
  return { stream, record, replayBuffer, virtualCamera };
};
