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
import { Emitter, err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type { ObsView } from '#shared/model/index.ts';
import type { ObsPort } from '../ports/index.ts';

const smallObs: ObsView = {
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

const onOff = (on: boolean) => (on ? 'on' : 'off');

/** One OBS in memory that obeys at once, unless a test has it refuse or holds it. */
export class FakeObs implements ObsPort {
  /** The requests, in order. */
  readonly asked: string[] = [];
  /** Fault that every command returns instead of running. */
  fault: Fault | undefined;
  readonly #clock: Pick<Clock, 'now'>;
  #view: ObsView;
  #gate: Promise<void> = Promise.resolve();
  readonly #listeners = new Emitter();

  constructor(clock: Pick<Clock, 'now'>, view: ObsView = smallObs) {
    this.#clock = clock;
    this.#view = view;
  }

  /** The number of replays that were asked for. */
  get replays(): number {
    return this.asked.filter((each) => each === 'save replay').length;
  }

  view(): ObsView {
    return this.#view;
  }

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

  /** Refuses every command with a sentence; null takes commands again. */
  refuse(reason: string | null): void {
    this.fault = reason === null ? undefined : new Fault('obs.refused', reason, { kind: 'configuration' });
  }

  /** Holds all requests until the returned function is called. */
  hold(): () => void {
    const held = Promise.withResolvers<void>();
    this.#gate = held.promise;
    return held.resolve;
  }

  /** Implements all OBS operations. */
  readonly implementations: readonly OperationImplementation[] = [
    implement(obsSwitchScene, {
      run: async ({ scene }) => {
        const { currentScene } = this.#view;
        const before = currentScene === null ? null : { scene: currentScene };
        return this.#do(`scene ${scene}`, { currentScene: scene }, { result: { scene }, before });
      },
    }),
    implement(obsSetStreaming, {
      run: async ({ on }) => this.#do(`streaming ${onOff(on)}`, { streaming: onOff(on) }, { result: { on } }),
    }),
    implement(obsSetRecording, {
      run: async ({ on }) => {
        const path = on ? null : '/recordings/evening.mkv';
        return this.#do(`recording ${onOff(on)}`, { recording: onOff(on) }, { result: { on, path } });
      },
    }),
    implement(obsSetReplayBuffer, {
      run: async ({ on }) =>
        this.#do(`replay ${onOff(on)}`, { replayBuffer: onOff(on) }, { result: { on }, before: !on }),
    }),
    implement(obsSetVirtualCamera, {
      run: async ({ on }) =>
        this.#do(`camera ${onOff(on)}`, { virtualCamera: onOff(on) }, { result: { on }, before: !on }),
    }),
    implement(obsSaveReplay, {
      run: async () => {
        const path = `/replays/${this.replays + 1}.mkv`;
        return this.#do('save replay', { lastReplay: { path, at: this.#clock.now() } }, { result: { path } });
      },
    }),
    implement(obsSetSourceVisible, {
      run: async ({ source, visible = true }) => {
        const sources = this.#view.sources?.map((each) =>
          each.name === source || each.itemId === source ? { ...each, visible } : each,
        );
        const asked = `source ${source} ${visible ? 'shown' : 'hidden'}`;
        return this.#do(asked, { sources: sources ?? null }, { result: { visible }, before: null });
      },
    }),
    implement(obsSetMuted, {
      run: async ({ input, muted = true }) =>
        this.#setInput(input, { muted }, { result: { muted }, before: !muted }),
    }),
    implement(obsSetVolume, {
      run: async ({ input, volumeDb }) =>
        this.#setInput(input, { volumeDb }, { result: { volumeDb }, before: null }),
    }),
    implement(obsSendCaption, {
      run: async ({ text }) => this.#do(`caption ${text}`, {}, { result: { text } }),
    }),
  ];

  async takeScreenshot(_id: string, width: number) {
    if (this.fault) return err(this.fault);
    const image = `data:image/png;base64,${btoa(`${width} pixels wide`)}`;
    return ok({ scene: this.#view.currentScene ?? '', image, takenAt: this.#clock.now() });
  }

  #setInput<T>(input: string, change: { muted?: boolean; volumeDb?: number }, value: T) {
    const inputs = this.#view.inputs?.map((each) => (each.name === input ? { ...each, ...change } : each));
    return this.#do(`input ${input} ${JSON.stringify(change)}`, { inputs: inputs ?? null }, value);
  }

  async #do<T>(asked: string, change: Partial<ObsView>, value: T): Promise<Result<T, Fault>> {
    if (this.fault) return err(this.fault);
    this.asked.push(asked);
    await this.#gate;
    this.show(change);
    return ok(value);
  }
}
