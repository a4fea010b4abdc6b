import { traverseContractProcedures } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';

/**
 * Says of a procedure's path whether it changes something: what does is answered only when the journal has on disk what
 * happened by it.
 */
export const createChangeDetector = (): ((path: readonly string[]) => boolean) => {
  const changing = new Set<string>();
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const { route, meta } = procedure['~orpc'];
    if (route.method !== 'GET' && !meta.asks) changing.add(path.join('.'));
  });
  return (path) => changing.has(path.join('.'));
};
