import type { Fault, Result } from '#shared/kernel/index.ts';
import type { Dock } from '#shared/model/index.ts';

/** The docks that a host lets in. Fails with `docks.not-served` in a host without a server of its own. */
export interface DocksPort {
  list(): Result<readonly Dock[], Fault>;
}
