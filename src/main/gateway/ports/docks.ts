import type { Fault, Result } from '#shared/kernel/index.ts';
import type { Dock } from '#shared/model/index.ts';

/**
 * Read access to the docks of the host. Fails with `docks.not-served` in a host without a server of its own.
 */
export interface DocksPort {
  list(): Result<readonly Dock[], Fault>;
}
