import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ObsScreenshotView } from '#shared/contract/index.ts';
import type { ObsView } from '#shared/model/index.ts';

/** Every OBS by its component id. */
export interface ObsPort {
  /** As last observed. A field that did not change keeps its very value. */
  list(): readonly ObsView[];
  /** Called when {@link list} may answer something else. */
  onChange(listener: () => void): Disposable;
  takeScreenshot(id: string, width: number): Promise<Result<ObsScreenshotView, Fault>>;
}
