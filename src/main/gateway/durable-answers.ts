import { traverseContractProcedures } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { commandOutcomeSchema } from '#shared/model/index.ts';

/**
 * Says of a procedure's path whether it changes something: what does is answered only when the journal has on disk what
 * happened by it.
 */
export const createChangeDetector = (): ((path: readonly string[]) => boolean) => {
  const changing = new Set<string>();
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    if (procedure['~orpc'].route.method !== 'GET') changing.add(path.join('.'));
  });
  return (path) => changing.has(path.join('.'));
};

/**
 * The answer to a command with a sentence on what is not on disk; any other answer as it is. The command was carried out
 * all the same: a disk that is full must not keep anybody from acting.
 */
export const tellNotKept = (output: unknown, notKept: string | null): unknown => {
  if (notKept === null) return output;
  const outcome = commandOutcomeSchema.safeParse(output);
  return outcome.success ? { ...outcome.data, message: `${outcome.data.message} ${notKept}` } : output;
};
