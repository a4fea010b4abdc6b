import { Fault } from '#shared/kernel/index.ts';
import type { Check, Step } from './step.ts';

type Keyed = { readonly key: string };

const keyShape = /^[a-z0-9]+(?:[-:.][a-z0-9]+)*$/;

const add = <T extends Keyed>(entries: Map<string, T>, what: string, entry: T): void => {
  if (!keyShape.test(entry.key)) {
    throw new Fault(
      'pipeline.bad-key',
      `"${entry.key}" is not a valid key for a ${what}: use lower-case words joined by "-"`,
      {
        kind: 'defect',
      },
    );
  }
  if (entries.has(entry.key)) {
    throw new Fault('pipeline.duplicate-key', `There is already a ${what} "${entry.key}"`, {
      kind: 'defect',
    });
  }
  entries.set(entry.key, entry);
};

/**
 * The registry of steps and checks that pipelines can name.
 *
 * @example
 * ```ts
 * const registry = new StepRegistry().registerStep({
 *   key: 'set-scene',
 *   title: 'Set the scene',
 *   input: z.object({ scene: z.string() }),
 *   run: ({ scene }) => `now in ${scene}`,
 *   compensate: () => undefined,
 * });
 * registry.step('set-scene')?.title; // => 'Set the scene'
 * registry.registerStep({ key: 'Set scene', title: '', input: z.unknown(), run: () => 0 });
 * // throws 'is not a valid key'
 * ```
 */
export class StepRegistry {
  readonly #steps = new Map<string, Step>();
  readonly #checks = new Map<string, Check>();

  /** Throws a defect when the key is malformed or taken. */
  registerStep<TInput, TOutput>(step: Step<TInput, TOutput>): this {
    // A plan validates every input with the step's own schema before passing it.
    add(this.#steps, 'step', step as unknown as Step);
    return this;
  }

  /** Throws a defect when the key is malformed or taken. */
  registerCheck<TInput>(check: Check<TInput>): this {
    add(this.#checks, 'check', check as unknown as Check);
    return this;
  }

  step(key: string): Step | undefined {
    return this.#steps.get(key);
  }

  check(key: string): Check | undefined {
    return this.#checks.get(key);
  }

  get steps(): readonly Step[] {
    return [...this.#steps.values()];
  }

  get checks(): readonly Check[] {
    return [...this.#checks.values()];
  }
}
