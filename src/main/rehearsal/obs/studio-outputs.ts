/** The four outputs of the pretended studio, each announced as OBS does. */
import type { Clock, JsonObject, Scope } from '#shared/kernel/index.ts';
import { createOutput, type Output, type OutputWord } from './output.ts';
import { intents, type StudioEvent } from './protocol.ts';

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
  /** The file of the running recording, or of the last one. */
  readonly recordPath: () => string | null;
}): StudioOutputs => {
  const { clock, scope } = options;
  const announce = (type: string, output: Output, word: OutputWord, extra: JsonObject = {}): void => {
    // As the real one: only a running output is called active, while reconnecting it is not.
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
      // The real one tells of this output only once it runs, and once it ended.
      if (word === 'STARTED' || word === 'STOPPED') announce('VirtualcamStateChanged', virtualCamera, word);
    },
  });
  return { stream, record, replayBuffer, virtualCamera };
};
