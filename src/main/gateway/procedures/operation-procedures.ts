import type { Router } from '@orpc/server';
import { z } from 'zod';
import type { AnyOperation, RunnableOperation } from '#shared/catalogue/operations/define.ts';
import { operations } from '#shared/catalogue/operations/index.ts';
import { isObject } from '#shared/kernel/index.ts';
import type { Contract, ListedOperationView } from '#shared/contract/index.ts';
import type { CallContext } from '../call-context.ts';
import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** A call of any operation. The operation's own schema has already validated the input. */
interface Call {
  readonly input: object;
  readonly context: CallContext;
  readonly signal?: AbortSignal | undefined;
}

/** The procedure builder of any operation. */
interface ProcedureBuilder {
  handler(handle: (call: Call) => Promise<unknown>): unknown;
}

const listed = (
  { id, title, description, icon, risk, idempotent, audience, input }: AnyOperation,
  obstacle: string | null,
): ListedOperationView => ({
  id,
  title,
  description,
  icon,
  risk,
  idempotent,
  audience: [...audience],
  input: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }),
  obstacle,
});

/** Appends the storage problem, if any, to the message as a sentence of its own. */
const appendSentence = (message: string, storageProblem: string | null): string =>
  storageProblem === null ? message : `${message}${/[.!?…]$/u.test(message) ? '' : '.'} ${storageProblem}`;

/** Adds a storage problem to a bare result. Only a result with a message of its own can carry it. */
const withStorageProblem = (result: unknown, storageProblem: string | null): unknown =>
  isObject(result) && typeof result['message'] === 'string'
    ? { ...result, message: appendSentence(result['message'], storageProblem) }
    : result;

/** Procedures for all operations: the list, calls by id, and calls at an HTTP address. */
export const createOperationProcedures = ({ os, ports: { operations: port, history } }: Toolkit) => {
  const run = async (operation: RunnableOperation, { input, context, signal }: Call) => {
    const { caller, audience, idempotencyKey } = context;
    return unwrap(await port.run(operation, input, { caller, audience, idempotencyKey, signal }));
  };
  const all: readonly RunnableOperation[] = operations;
  // One handler serves all operations, so the types come from the contract, which is built from the same
  // list.
  const byIdBuilders = os.operations.do as unknown as Readonly<Record<string, ProcedureBuilder>>;
  const byAddressBuilders = os.addresses as unknown as Readonly<Record<string, ProcedureBuilder>>;

  const byId = all.map((operation) => [
    operation.id,
    byIdBuilders[operation.id]?.handler(async (call) => {
      const done = await run(operation, call);
      // The operation has run. A full disk must not keep anybody from acting.
      const storageProblem = await history.whenDurable();
      return {
        ...done,
        message: done.message === null ? storageProblem : appendSentence(done.message, storageProblem),
      };
    }),
  ]);
  const byAddress = all
    .filter(({ route }) => route !== null)
    .map((operation) => [
      operation.id,
      byAddressBuilders[operation.id]?.handler(async (call) => {
        const { result } = await run(operation, call);
        return withStorageProblem(result, await history.whenDurable());
      }),
    ]);
  return {
    operations: {
      list: os.operations.list.handler(() => ({
        operations: port
          .list()
          .map(({ operation, obstacle }) => listed(operation, obstacle?.message ?? null)),
      })),
      do: Object.fromEntries(byId) as Router<Contract['operations']['do'], CallContext>,
    },
    addresses: Object.fromEntries(byAddress) as Router<Contract['addresses'], CallContext>,
  };
};
