import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ObsScreenshotView } from '#shared/contract/index.ts';
import type { ObsView } from '#shared/model/index.ts';

/** Read access to every OBS, by its component id. */
export interface ObsPort {
  /** The last observed state. An unchanged field keeps the identical value. */
  list(): readonly ObsView[];
  /** Calls the listener when {@link list} may have changed. */
  onChange(listener: () => void): Disposable;
  takeScreenshot(id: string, width: number): Promise<Result<ObsScreenshotView, Fault>>;
}
