import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ObsScreenshotView, ObsView } from '#shared/contract/index.ts';

/** Every OBS by its component id. */
export interface ObsControlPort {
  /** As last observed. A field that did not change keeps its very value. */
  list(): readonly ObsView[];
  /** Called when {@link list} may answer something else. */
  onChange(listener: () => void): Disposable;
  setScene(id: string, scene: string): Promise<Result<void, Fault>>;
  setStreaming(id: string, on: boolean): Promise<Result<void, Fault>>;
  setRecording(id: string, on: boolean): Promise<Result<{ path: string | null }, Fault>>;
  setReplayBuffer(id: string, on: boolean): Promise<Result<void, Fault>>;
  saveReplay(id: string): Promise<Result<{ path: string }, Fault>>;
  setVirtualCamera(id: string, on: boolean): Promise<Result<void, Fault>>;
  setSourceVisible(
    id: string,
    place: { readonly scene?: string | undefined; readonly source: string | number },
    visible: boolean,
  ): Promise<Result<void, Fault>>;
  /** Asks OBS, so that the answer is known for what is not on program too. */
  isSourceVisible(
    id: string,
    place: { readonly scene?: string | undefined; readonly source: string | number },
  ): Promise<Result<boolean, Fault>>;
  setMuted(id: string, input: string, muted: boolean): Promise<Result<void, Fault>>;
  /** Asks OBS. */
  isMuted(id: string, input: string): Promise<Result<boolean, Fault>>;
  setVolume(id: string, input: string, volumeDb: number): Promise<Result<void, Fault>>;
  takeScreenshot(id: string, width: number): Promise<Result<ObsScreenshotView, Fault>>;
  sendCaption(id: string, text: string): Promise<Result<void, Fault>>;
}
