import { implement, type OperationImplementation } from '#core/index.ts';
import type { RunnableOperation } from '#shared/catalogue/operations/define.ts';
import { operations } from '#shared/catalogue/operations/index.ts';
import { err, Fault, hideTokens, type Result } from '#shared/kernel/index.ts';

/** Returns a refusal for an unknown name. */
export const unknown = (code: string, message: string): Result<never, Fault> =>
  err(new Fault(code, message, { kind: 'configuration', status: 'not-found' }));

/** Fault for a text with a token in it that its author does not want sent anyway. */
export const holdsSecret = (message: {
  readonly text: string;
  readonly sendAnyway?: boolean | undefined;
}): Fault | undefined =>
  message.sendAnyway || hideTokens(message.text) === message.text
    ? undefined
    : new Fault(
        'chat.looks-secret',
        'The message contains one of your secrets or a token, so it wasn’t sent. Remove it, or send the message anyway.',
        { kind: 'configuration' },
      );

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
