import { Emitter, err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { ObsView } from '#shared/contract/index.ts';
import type { ObsControlPort } from '../ports/index.ts';

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

/** One OBS in memory that does at once what it is told, unless it is to refuse. */
export class FakeObs implements ObsControlPort {
  readonly captions: string[] = [];
  /** What every command answers instead of doing it. */
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

  /** Something is otherwise from now on. */
  show(change: Partial<ObsView>): void {
    this.#view = { ...this.#view, ...change };
    this.#listeners.emit();
  }

  async setScene(_id: string, currentScene: string) {
    return this.#do({ currentScene }, undefined);
  }

  async setStreaming(_id: string, on: boolean) {
    return this.#do({ streaming: on ? 'on' : 'off' }, undefined);
  }

  async setRecording(_id: string, on: boolean) {
    return this.#do({ recording: on ? 'on' : 'off' }, { path: null });
  }

  async setReplayBuffer(_id: string, on: boolean) {
    return this.#do({ replayBuffer: on ? 'on' : 'off' }, undefined);
  }

  async saveReplay() {
    return this.#do({}, { path: '/replays/1.mkv' });
  }

  async setVirtualCamera(_id: string, on: boolean) {
    return this.#do({ virtualCamera: on ? 'on' : 'off' }, undefined);
  }

  async setSourceVisible(_id: string, place: { readonly source: string | number }, visible: boolean) {
    const { source } = place;
    const sources =
      this.#view.sources?.map((each) =>
        each.name === source || each.itemId === source ? { ...each, visible } : each,
      ) ?? null;
    return this.#do({ sources }, undefined);
  }

  /** What only OBS itself knows: sources that are not on program, by scene and name, and inputs by name. */
  readonly elsewhere = new Map<string, boolean>();

  async isSourceVisible(
    _id: string,
    { scene, source }: { readonly scene?: string | undefined; readonly source: string | number },
  ) {
    return this.#known(`${scene ?? ''}/${source}`, 'obs.source-not-found');
  }

  async isMuted(_id: string, input: string) {
    return this.#known(input, 'obs.input-not-found');
  }

  #known(name: string, code: string): Result<boolean, Fault> {
    const known = this.elsewhere.get(name);
    const there = [...this.elsewhere.keys()].join(', ');
    return known === undefined
      ? err(
          new Fault(code, `There is no ${name}: there is ${there}`, {
            kind: 'configuration',
            status: 'not-found',
          }),
        )
      : ok(known);
  }

  async setMuted(_id: string, input: string, muted: boolean) {
    const inputs =
      this.#view.inputs?.map((each) => (each.name === input ? { ...each, muted } : each)) ?? null;
    return this.#do({ inputs }, undefined);
  }

  async setVolume(_id: string, input: string, volumeDb: number) {
    const inputs =
      this.#view.inputs?.map((each) => (each.name === input ? { ...each, volumeDb } : each)) ?? null;
    return this.#do({ inputs }, undefined);
  }

  async takeScreenshot(_id: string, width: number) {
    const image = `data:image/png;base64,${btoa(`${width} pixels wide`)}`;
    return this.#do({}, { scene: this.#view.currentScene ?? '', image, takenAt: 1_000 });
  }

  async sendCaption(_id: string, text: string) {
    if (!this.fault) this.captions.push(text);
    return this.#do({}, undefined);
  }

  #do<T>(change: Partial<ObsView>, value: T): Result<T, Fault> {
    if (this.fault) return err(this.fault);
    this.show(change);
    return ok(value);
  }
}
