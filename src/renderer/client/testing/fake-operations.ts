import { implement, type Context, type Router } from '@orpc/server';
import type { AnyOperation, InputOf, ResultOf } from '#shared/catalogue/operations/define.ts';
import { operations, type OperationId, type OperationOf } from '#shared/catalogue/operations/index.ts';
import { contract, type Contract } from '#shared/contract/index.ts';

/** The operations that the in-memory host supports. They throw the host's errors. */
export type FakeOperations<TId extends OperationId = OperationId> = {
  readonly [K in TId]?: (
    input: InputOf<OperationOf<K>>,
  ) => Promise<{ readonly result: ResultOf<OperationOf<K>>; readonly before?: unknown }>;
};

/** The operations of the in-memory host whose ids start with a subject. */
export type FakeOperationsOf<TSubject extends string> = FakeOperations<
  Extract<OperationId, `${TSubject}.${string}`>
>;

/** The implementation of any operation, whose input the contract has checked. */
type Doing = { call(input: object): Promise<{ result: unknown; before?: unknown }> }['call'];
interface Door {
  handler(handle: (call: { readonly input: object }) => Promise<unknown>): unknown;
}

const os = implement(contract);

/** Creates procedures from functions by operation id, with the words and the undo of the real descriptors. */
export const fakeOperationProcedures = (doings: FakeOperations) => {
  const byId: Readonly<Record<string, Doing | undefined>> = doings;
  const all: readonly AnyOperation[] = operations;
  const perform = async (operation: AnyOperation, input: object) => {
    const doing = byId[operation.id];
    if (!doing) throw new TypeError(`The host in memory has no operation ${operation.id}`);
    const { result, before } = await doing(input);
    const back = before === undefined || before === null ? null : operation.undo(input, before);
    return {
      result,
      message: operation.done(result, input),
      undo: back && { operation: operation.id, input: back },
    };
  };
  // One handler serves all operations, so their types come from the contract, which is built from the same
  // list.
  const doors = os.operations.do as unknown as Readonly<Record<string, Door>>;
  const addresses = os.addresses as unknown as Readonly<Record<string, Door>>;
  const doing = all.map((each) => [each.id, doors[each.id]?.handler(({ input }) => perform(each, input))]);
  const addressed = all
    .filter(({ route }) => route !== null)
    .map((each) => [
      each.id,
      addresses[each.id]?.handler(async ({ input }) => (await perform(each, input)).result),
    ]);
  return {
    operations: {
      list: os.operations.list.handler(() => ({ operations: [] })),
      do: Object.fromEntries(doing) as Router<Contract['operations']['do'], Context>,
    },
    addresses: Object.fromEntries(addressed) as Router<Contract['addresses'], Context>,
  };
};
