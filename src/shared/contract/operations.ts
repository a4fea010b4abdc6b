import { z } from 'zod';
import type { AnyOperation, Operation, OperationRoute } from '../catalogue/operations/define.ts';
import { operations, type OperationId, type OperationOf } from '../catalogue/operations/index.ts';
import { procedure } from './procedure.ts';

/** The input of a later call that undoes this one. */
const undoSchema = z.object({ operation: z.string(), input: z.record(z.string(), z.unknown()) });

/** An operation as the API lists it. */
const listedOperationSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  icon: z.string(),
  /** `visible`: viewers notice the operation. `costly`: it is hard to undo. */
  risk: z.enum(['none', 'visible', 'costly']),
  /** True when a repeat has no further effect. */
  idempotent: z.boolean(),
  /** The callers that may run it. */
  audience: z.array(z.enum(['owner', 'dock'])),
  /** The JSON schema of its input. */
  input: z.record(z.string(), z.unknown()),
  /** The reason why the operation can't be run now with any input, in a sentence; null when none is known. */
  obstacle: z.string().nullable(),
});
export type ListedOperationView = z.infer<typeof listedOperationSchema>;

type Described<TInput extends z.ZodType<object>, TResult extends z.ZodType> = Pick<
  Operation<string, TInput, TResult, never, null>,
  'id' | 'title' | 'description' | 'tag' | 'input' | 'result'
>;

/** Declares the procedure that runs an operation. */
const doContract = <TInput extends z.ZodType<object>, TResult extends z.ZodType>(
  operation: Described<TInput, TResult>,
) =>
  procedure
    .route({
      method: 'POST',
      path: `/operations/${operation.id}`,
      tags: ['operations'],
      summary: operation.description,
    })
    .input<TInput>(operation.input)
    .output(
      z.object({
        result: operation.result,
        /** A sentence about the result beyond plain success; null when there is nothing to add. */
        message: z.string().nullable(),
        /** Null when the run can't be undone or changed nothing. */
        undo: undoSchema.nullable(),
      }),
    );

/** Declares an additional HTTP address of an operation, which returns the bare result. */
const addressContract = <TInput extends z.ZodType<object>, TResult extends z.ZodType>(
  operation: Described<TInput, TResult>,
  { method, path }: OperationRoute,
) =>
  procedure
    .route({ method, path, tags: [operation.tag], summary: operation.description })
    .input<TInput>(operation.input)
    .output<TResult>(operation.result);

type ContractOf<TOperation extends AnyOperation, TKind extends 'do' | 'address'> = TKind extends 'do'
  ? ReturnType<typeof doContract<TOperation['input'], TOperation['result']>>
  : ReturnType<typeof addressContract<TOperation['input'], TOperation['result']>>;

type DoContracts = { readonly [TId in OperationId]: ContractOf<OperationOf<TId>, 'do'> };
type AddressContracts = {
  readonly [TId in OperationId as OperationOf<TId>['route'] extends null ? never : TId]: ContractOf<
    OperationOf<TId>,
    'address'
  >;
};

const all: readonly AnyOperation[] = operations;

/** Everything that Cuelight can do: one procedure for each operation of the catalogue. */
export const operationsContract = {
  list: procedure
    .route({
      method: 'GET',
      path: '/operations',
      tags: ['operations'],
      summary: 'All operations, with the schema of each input',
    })
    .output(z.object({ operations: z.array(listedOperationSchema) })),
  // An object built from a list has no type for each key. The list and the mapped type have the same content.
  do: Object.fromEntries(all.map((each) => [each.id, doContract(each)])) as DoContracts,
};

/** The HTTP addresses that operations have in addition to `POST /operations/{id}`. */
export const addressesContract = Object.fromEntries(
  all.flatMap((each) => (each.route === null ? [] : [[each.id, addressContract(each, each.route)]])),
) as AddressContracts;
