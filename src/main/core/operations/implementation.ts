import type { z } from 'zod';
import type { AnyOperation, Operation, OperationRoute } from '#shared/catalogue/operations/define.ts';
import type { Fault, Result } from '#shared/kernel/index.ts';

/** The circumstances of one run, as its handler sees them. */
export interface OperationCall {
  /** Who asked for it: `window`, `browser`, `api`, or the part of the program that did. */
  readonly caller: string;
  /** The id of the run. It is the correlation of all that the run leads to. */
  readonly runId: string;
  /** Aborted when the time is up or the caller gives up. */
  readonly signal: AbortSignal;
}

/** The answer of a handler: the result and, of an operation that can be taken back, what was there before. */
export type OperationOutcome<TResult, TBefore> = TBefore extends undefined
  ? { readonly result: TResult }
  : {
      readonly result: TResult;
      /** Null when it is not known. */
      readonly before: TBefore | null;
    };

/** An implementation of any operation, for lists and lookups. */
export interface OperationImplementation {
  readonly operation: AnyOperation;
  readonly recordsItself: boolean;
  run(
    input: object,
    call: OperationCall,
  ): Promise<Result<{ readonly result: unknown; readonly before?: unknown }, Fault>>;
  obstacle(input: object | null): Fault | null;
}

interface Handlers<TInput extends z.ZodType<object>, TResult extends z.ZodType, TBefore> {
  /** Does it. A fault means that it was not done. */
  run(
    input: z.output<TInput>,
    call: OperationCall,
  ): Promise<Result<OperationOutcome<z.output<TResult>, TBefore>, Fault>>;
  /**
   * Returns why it can't be done just now; null when nothing of that kind is known. Without an input: why it can't be done
   * whatever the input.
   */
  obstacle?(input: z.output<TInput> | null): Fault | null;
  /**
   * True when what it calls writes the record of its runs, as commands to components do. The runner then records only runs
   * that were refused or came to a fault, since nothing was accepted of them.
   */
  readonly recordsItself?: boolean;
}

/**
 * Implements a declared operation. The compiler holds the handler to the input, the result and the undo of the descriptor.
 *
 * @example
 * ```ts
 * const setLamp = operation('house.set-lamp', {
 *   title: 'Switch the lamp',
 *   description: 'Switches a lamp on or off.',
 *   icon: 'source',
 *   risk: 'none',
 *   tag: 'system',
 *   input: z.object({ lamp: z.string(), on: z.boolean() }),
 *   result: z.object({ on: z.boolean() }),
 *   idempotent: true,
 *   timeoutMs: 1_000,
 *   summary: ({ lamp, on }) => `Switch the ${lamp} ${on ? 'on' : 'off'}`,
 *   undo: (input, before: boolean) => ({ ...input, on: before }),
 * });
 * const lit = new Set<string>();
 * const switchLamp = implement(setLamp, {
 *   run: async ({ lamp, on }) => {
 *     const before = lit.has(lamp);
 *     if (on) lit.add(lamp);
 *     else lit.delete(lamp);
 *     return ok({ result: { on }, before });
 *   },
 * });
 *
 * switchLamp.operation.id; // => 'house.set-lamp'
 * switchLamp.obstacle(null); // => null
 * ```
 */
export const implement = <
  TInput extends z.ZodType<object>,
  TResult extends z.ZodType,
  TBefore,
  TRoute extends OperationRoute | null,
>(
  operation: Operation<string, TInput, TResult, TBefore, TRoute>,
  handlers: Handlers<NoInfer<TInput>, NoInfer<TResult>, NoInfer<TBefore>>,
): OperationImplementation => {
  const run: Handlers<TInput, TResult, TBefore>['run'] = async (input, call) => handlers.run(input, call);
  const obstacle = (input: z.output<TInput> | null): Fault | null => handlers.obstacle?.(input) ?? null;
  const { recordsItself = false } = handlers;
  return { operation, run, obstacle, recordsItself };
};
