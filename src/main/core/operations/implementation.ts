import type { z } from 'zod';
import type { AnyOperation, Operation, OperationRoute } from '#shared/catalogue/operations/define.ts';
import type { Fault, Result } from '#shared/kernel/index.ts';

/** The context of one run, passed to its handler. */
export interface OperationCall {
  /** The caller: `window`, `browser`, `api`, or a part of the program. */
  readonly caller: string;
  /** The id of the run, which is the correlation of everything it causes. */
  readonly runId: string;
  /** Aborts at the time limit or when the caller gives up. */
  readonly signal: AbortSignal;
}

/** The outcome of a handler: the result and, for an operation with undo, the previous state. */
export type OperationOutcome<TResult, TBefore> = TBefore extends undefined
  ? { readonly result: TResult }
  : {
      readonly result: TResult;
      /** Null when unknown. */
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
  /** Runs the operation. A fault means that it was not done. */
  run(
    input: z.output<TInput>,
    call: OperationCall,
  ): Promise<Result<OperationOutcome<z.output<TResult>, TBefore>, Fault>>;
  /**
   * Returns the reason why it can't be run now; null when none is known. Without an input: the reason why it
   * can't be run with any input.
   */
  obstacle?(input: z.output<TInput> | null): Fault | null;
  /**
   * True when the operation's target writes the record of its runs, as commands to components do. The runner
   * then records only refused and failed runs, which were never accepted.
   */
  readonly recordsItself?: boolean;
}

/**
 * Implements a declared operation. The compiler checks the handler against the descriptor's input, result and
 * undo.
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
