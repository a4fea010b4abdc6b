import { implement, type OperationImplementation } from '#core/index.ts';
import type { RunnableOperation } from '#shared/catalogue/operations/define.ts';
import { operations } from '#shared/catalogue/operations/index.ts';
import { err, Fault, type Result } from '#shared/kernel/index.ts';

/** Refuses what names something that a fake does not have. */
export const unknown = (code: string, message: string): Result<never, Fault> =>
  err(new Fault(code, message, { kind: 'configuration', status: 'not-found' }));

/** Adds a refusal for each operation of the catalogue that the fakes don't implement: a new operation needs no fake to be listed. */
export const withRefusals = (
  implementations: readonly OperationImplementation[],
): readonly OperationImplementation[] => {
  const faked = new Set(implementations.map(({ operation }) => operation.id));
  const all: readonly RunnableOperation[] = operations;
  const refusals = all
    .filter(({ id }) => !faked.has(id))
    .map((operation) =>
      implement(operation, {
        run: async () =>
          err(
            new Fault('fake.not-implemented', `The fakes do not implement the operation "${operation.id}"`, {
              kind: 'defect',
            }),
          ),
      }),
    );
  return [...implementations, ...refusals];
};
