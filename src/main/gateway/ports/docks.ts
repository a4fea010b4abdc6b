import type { Fault, Result } from '#shared/kernel/index.ts';
import type { Dock } from '#shared/contract/index.ts';

/** The docks that a host lets in. Fails with `docks.not-served` in a host without a server of its own. */
export interface DocksPort {
  list(): Result<readonly Dock[], Fault>;
  /** The address is told this once. */
  create(name: string): Promise<Result<{ readonly dock: Dock; readonly address: string }, Fault>>;
  revoke(id: string): Promise<Result<void, Fault>>;
}
