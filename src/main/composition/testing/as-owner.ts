import type { z } from 'zod';
import type { OperationDone } from '#core/index.ts';
import type { Application } from '#main/hosts/shared/index.ts';
import type { RunnableOperation } from '#shared/catalogue/operations/define.ts';
import type { Fault, Result } from '#shared/kernel/index.ts';

/** Runs an operation of a program as its owner, from a test. */
export const asOwner = <TInput extends z.ZodType<object>, TResult extends z.ZodType>(
  { gatewayPorts: { operations } }: Pick<Application, 'gatewayPorts'>,
  operation: RunnableOperation<TInput, TResult>,
  input: z.output<TInput>,
  caller = 'test',
): Promise<Result<OperationDone<z.output<TResult>>, Fault>> =>
  operations.run(operation, input, { caller, audience: 'owner' });
