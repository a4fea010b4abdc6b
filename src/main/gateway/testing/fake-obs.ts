import { implement, type OperationImplementation } from '#core/index.ts';
import {
  obsSaveReplay,
  obsSendCaption,
  obsSetMuted,
  obsSetRecording,
  obsSetReplayBuffer,
  obsSetSourceVisible,
  obsSetStreaming,
  obsSetVirtualCamera,
  obsSetVolume,
  obsSwitchScene,
} from '#shared/catalogue/operations/obs.ts';
import { Emitter, err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { ObsView } from '#shared/model/index.ts';
import type { ObsPort } from '../ports/index.ts';

const firstView: ObsView = {
  id: 'obs:main',
  studioVersion: '29.0.2',
  scenes: ['Starting soon', 'Main'],
  currentScene: 'Main',
  streaming: 'off',
  recording: 'off',
  recordingPath: null,
  replayBuffer: 'off',
  lastReplay: null,
  virtualCamera: 'unavailable',
  studioMode: false,
  sources: [{ itemId: 1, name: 'Camera', kind: 'v4l2_input', visible: true, locked: false }],
  inputs: [{ name: 'Microphone', kind: 'pulse_input_capture', muted: false, volumeDb: 0 }],
};

/** One OBS in memory that obeys at once, or refuses while told to by a test. */
export class FakeObs implements ObsPort {
  readonly captions: string[] = [];
  replays = 0;
  /** Promise to wait for before a replay is saved. */
  delay: Promise<void> | undefined;
  /** Fault that every command returns instead of running. */
  fault: Fault | undefined;
  #view = firstView;
  readonly #listeners = new Emitter();

  list(): readonly ObsView[] {
    return [this.#view];
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.on(listener);
  }

  get listenerCount(): number {
    return this.#listeners.listenerCount;
  }

  /** Changes the state. */
  show(change: Partial<ObsView>): void {
    this.#view = { ...this.#view, ...change };
    this.#listeners.emit();
  }

  /** Implements all OBS operations; they take effect at once. */
  readonly implementations: readonly OperationImplementation[] = [
    implement(obsSwitchScene, {
      run: async ({ scene }) => {
        const { currentScene } = this.#view;
        const before = currentScene === null ? null : { scene: currentScene };
        return this.#do({ currentScene: scene }, { result: { scene }, before });
      },
    }),
    implement(obsSetStreaming, {
      run: async ({ on }) => this.#do({ streaming: on ? 'on' : 'off' }, { result: { on } }),
    }),
    implement(obsSetRecording, {
      run: async ({ on }) => this.#do({ recording: on ? 'on' : 'off' }, { result: { on, path: null } }),
    }),
    implement(obsSetReplayBuffer, {
      run: async ({ on }) => this.#do({ replayBuffer: on ? 'on' : 'off' }, { result: { on }, before: !on }),
    }),
    implement(obsSetVirtualCamera, {
      run: async ({ on }) => this.#do({ virtualCamera: on ? 'on' : 'off' }, { result: { on }, before: !on }),
    }),
    implement(obsSaveReplay, {
      run: async () => {
        await this.delay;
        this.replays += 1;
        return this.#do({}, { result: { path: `/replays/${this.replays}.mkv` } });
      },
    }),
    implement(obsSetSourceVisible, {
      run: async ({ source, visible = true }) => {
        const sources = this.#view.sources?.map((each) =>
          each.name === source || each.itemId === source ? { ...each, visible } : each,
        );
        return this.#do({ sources: sources ?? null }, { result: { visible }, before: null });
      },
    }),
    implement(obsSetMuted, {
      run: async ({ input, muted = true }) =>
        this.#do(this.#withInput(input, { muted }), { result: { muted }, before: !muted }),
    }),
    implement(obsSetVolume, {
      run: async ({ input, volumeDb }) =>
        this.#do(this.#withInput(input, { volumeDb }), { result: { volumeDb }, before: null }),
    }),
    implement(obsSendCaption, {
      run: async ({ text }) => {
        if (!this.fault) this.captions.push(text);
        return this.#do({}, { result: { text } });
      },
    }),
  ];

  #withInput(
    input: string,
    change: { readonly muted?: boolean; readonly volumeDb?: number },
  ): Partial<ObsView> {
    const inputs = this.#view.inputs?.map((each) => (each.name === input ? { ...each, ...change } : each));
    return { inputs: inputs ?? null };
  }

  async takeScreenshot(_id: string, width: number) {
    const image = `data:image/png;base64,${btoa(`${width} pixels wide`)}`;
    return this.#do({}, { scene: this.#view.currentScene ?? '', image, takenAt: 1_000 });
  }

  #do<T>(change: Partial<ObsView>, value: T): Result<T, Fault> {
    if (this.fault) return err(this.fault);
    this.show(change);
    return ok(value);
  }
}
