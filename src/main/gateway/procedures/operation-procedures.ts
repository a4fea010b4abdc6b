import type { Router } from '@orpc/server';
import { z } from 'zod';
import type { AnyOperation, RunnableOperation } from '#shared/catalogue/operations/define.ts';
import { operations } from '#shared/catalogue/operations/index.ts';
import { isObject } from '#shared/kernel/index.ts';
import type { Contract, ListedOperationView } from '#shared/contract/index.ts';
import type { CallContext } from '../call-context.ts';
import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** A call of any operation. Its input was checked by the operation's own schema before it came here. */
interface Call {
  readonly input: object;
  readonly context: CallContext;
  readonly signal?: AbortSignal | undefined;
}

/** The place of any operation's handler. */
interface Door {
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

/** Adds what did not get to disk to what there is to tell, as a sentence of its own. */
const addSentence = (told: string, notKept: string | null): string =>
  notKept === null ? told : `${told}${/[.!?…]$/u.test(told) ? '' : '.'} ${notKept}`;

/** An address answers with the bare result: one with a message of its own also says there what did not get to disk. */
const tellIn = (result: unknown, notKept: string | null): unknown =>
  isObject(result) && typeof result['message'] === 'string'
    ? { ...result, message: addSentence(result['message'], notKept) }
    : result;

/** Everything that Cuelight can do: as a list, by its id, and by its address where it has one. */
export const createOperationProcedures = ({ os, ports: { operations: port, history } }: Toolkit) => {
  const run = async (operation: RunnableOperation, { input, context, signal }: Call) => {
    const { caller, audience, idempotencyKey } = context;
    return unwrap(await port.run(operation, input, { caller, audience, idempotencyKey, signal }));
  };
  const all: readonly RunnableOperation[] = operations;
  // One handler serves them all, so their types are those of the contract, which is made from the same list.
  const doors = os.operations.do as unknown as Readonly<Record<string, Door>>;
  const addresses = os.addresses as unknown as Readonly<Record<string, Door>>;

  const byId = all.map((operation) => [
    operation.id,
    doors[operation.id]?.handler(async (call) => {
      const done = await run(operation, call);
      // It was carried out all the same: a disk that is full must not keep anybody from acting.
      const notKept = await history.whenDurable();
      return { ...done, message: done.message === null ? notKept : addSentence(done.message, notKept) };
    }),
  ]);
  const byAddress = all
    .filter(({ route }) => route !== null)
    .map((operation) => [
      operation.id,
      addresses[operation.id]?.handler(async (call) => {
        const { result } = await run(operation, call);
        return tellIn(result, await history.whenDurable());
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
