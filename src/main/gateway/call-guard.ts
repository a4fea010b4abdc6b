import { ORPCError } from '@orpc/server';
import type { RPCHandler } from '@orpc/server/ws';
import { mayCall, type CallContext } from './call-context.ts';
import type { ErrorReporter } from './contract-errors.ts';
import { isDeeperThan, maxInputDepth } from './nesting.ts';

type HandlerOptions = NonNullable<ConstructorParameters<typeof RPCHandler<CallContext>>[1]>;
type CallInterceptor = NonNullable<HandlerOptions['clientInterceptors']>[number];

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/**
 * Guards every call on every transport: it checks the audience and the nesting of the input, limits the open
 * calls, and converts failures. A procedure outside the caller's audience answers exactly like one that does
 * not exist.
 */
export const createCallGuard =
  (reporter: ErrorReporter): CallInterceptor =>
  async (call) => {
    const { context, path, signal } = call;
    if (!mayCall(context.audience, path)) throw new ORPCError('NOT_FOUND');
    // Schemas accept open values, such as settings. Code that walks them must not run out of stack.
    if (isDeeperThan(call.input, maxInputDepth))
      throw new ORPCError('BAD_REQUEST', {
        message: `The input is nested deeper than ${maxInputDepth} levels. Send a flatter one.`,
      });
    const place = context.budget.enter();
    if (place === undefined) throw new ORPCError('TOO_MANY_REQUESTS');
    const leave = (): void => place[Symbol.dispose]();

    async function* untilEnded(frames: AsyncIterable<unknown>): AsyncGenerator<unknown, void, void> {
      try {
        yield* frames;
      } catch (thrown) {
        throw reporter.answer(thrown, path);
      } finally {
        leave();
      }
    }

    try {
      const output = await call.next();
      if (!isAsyncIterable(output)) {
        leave();
        return output;
      }
      // A stream whose reader leaves before the first frame never runs its own cleanup.
      signal?.addEventListener('abort', leave, { once: true });
      return untilEnded(output);
    } catch (thrown) {
      leave();
      throw signal?.aborted ? thrown : reporter.answer(thrown, path);
    }
  };
