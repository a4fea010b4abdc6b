import { implement, type OperationImplementation } from '#core/index.ts';
import type { RunnableOperation } from '#shared/catalogue/operations/define.ts';
import { operations } from '#shared/catalogue/operations/index.ts';
import { err, Fault, type Result } from '#shared/kernel/index.ts';

/** Returns a refusal for an unknown name. */
export const unknown = (code: string, message: string): Result<never, Fault> =>
  err(new Fault(code, message, { kind: 'configuration', status: 'not-found' }));

/**
 * Adds a refusal for each operation of the catalogue that the fakes do not implement, so that a new operation
 * is listed without a fake.
 */
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
