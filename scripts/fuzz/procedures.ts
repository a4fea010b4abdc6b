/** The procedures of the contract as the fuzz sees them, and the watch over everything that reaches one. */
import type { AnySchema, Route } from '@orpc/contract';
import { isProcedure, type AnyProcedure } from '@orpc/server';
import { z } from 'zod';
import { isObject } from '#shared/kernel/index.ts';
import type { Gateway } from '#main/gateway/index.ts';

export interface FuzzedProcedure {
  readonly path: readonly string[];
  readonly method: string;
  readonly httpPath: `/${string}`;
  /** The JSON schema of its input; null when it takes none. */
  readonly input: Readonly<Record<string, unknown>> | null;
}

const visit = (
  router: unknown,
  path: readonly string[],
  seen: (procedure: AnyProcedure, path: readonly string[]) => void,
): void => {
  if (isProcedure(router)) seen(router, path);
  else if (isObject(router))
    for (const [name, each] of Object.entries(router)) visit(each, [...path, name], seen);
};

/** The part of a procedure's definition that the watch wraps. */
interface Definition {
  readonly inputSchema?: AnySchema | undefined;
  readonly handler: (call: never) => unknown;
}

/** Lists every procedure of a gateway. */
export const listProcedures = ({ router }: Pick<Gateway, 'router'>): readonly FuzzedProcedure[] => {
  const found: FuzzedProcedure[] = [];
  visit(router, [], (procedure, path) => {
    const { route, inputSchema }: { route: Route; inputSchema?: unknown } = procedure['~orpc'];
    if (route.path === undefined) throw new TypeError(`${path.join('.')} has no HTTP address`);
    found.push({
      path,
      method: route.method ?? 'POST',
      httpPath: route.path,
      input:
        inputSchema instanceof z.ZodType
          ? z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' })
          : null,
    });
  });
  return found;
};

/** Times of the most recent validations, in microseconds. */
class Durations {
  readonly #kept: Float64Array;
  #count = 0;

  constructor(kept: number) {
    this.#kept = new Float64Array(kept);
  }

  add(microseconds: number): void {
    this.#kept[this.#count % this.#kept.length] = microseconds;
    this.#count += 1;
  }

  /** Returns the duration that `share` of the validations did not exceed; null when there was none. */
  quantile(share: number): number | null {
    const sorted = this.#kept.slice(0, Math.min(this.#count, this.#kept.length)).toSorted();
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  }

  get count(): number {
    return this.#count;
  }
}

/** Counts over every procedure of every gateway that was watched. */
export class HandlerWatch {
  /** Durations of the validations that accepted the input. */
  readonly accepting = new Durations(200_000);
  /** Durations of the validations that refused it, which also describe the issues. */
  readonly refusing = new Durations(200_000);
  /** Calls that reached a handler with an input from its own schema. */
  validated = 0;
  /** Calls that reached a handler which takes no input. */
  withoutInput = 0;
  /**
   * Paths of handlers that were reached with an input which their schema did not return, or that read an
   * input without a schema.
   */
  readonly unvalidated: string[] = [];
  readonly #reached = new Set<string>();

  /** Number of procedures whose handler was reached. */
  get reached(): number {
    return this.#reached.size;
  }

  /**
   * Wraps the schema and the handler of every procedure. A handler may only be reached with a value that its
   * schema returned, which is checked by identity, and which the schema accepts once more.
   */
  watch({ router }: Pick<Gateway, 'router'>): void {
    visit(router, [], (procedure, path) => {
      const definition: Definition = procedure['~orpc'];
      const { inputSchema, handler } = definition;
      const name = path.join('.');
      const returned = new WeakSet<object>();
      if (inputSchema) Reflect.set(definition, 'inputSchema', this.#timed(inputSchema, returned));
      const readsInput = /\binput\b/.test(handler.toString());
      Reflect.set(definition, 'handler', (call: { readonly input: unknown }) => {
        this.#reached.add(name);
        const { input } = call;
        if (!inputSchema) {
          this.withoutInput += 1;
          if (readsInput) this.unvalidated.push(name);
        } else if (this.#isFromSchema(input, inputSchema, returned)) this.validated += 1;
        else this.unvalidated.push(name);
        return Reflect.apply(handler, undefined, [call]);
      });
    });
  }

  #isFromSchema(input: unknown, schema: AnySchema, returned: WeakSet<object>): boolean {
    if (!isObject(input) || !returned.has(input)) return false;
    const again = schema['~standard'].validate(input);
    return !(again instanceof Promise) && !again.issues;
  }

  #timed(schema: AnySchema, returned: WeakSet<object>): AnySchema {
    const standard = schema['~standard'];
    return {
      '~standard': {
        ...standard,
        validate: (value: unknown) => {
          const from = performance.now();
          const result: ReturnType<typeof standard.validate> = standard.validate(value);
          const microseconds = (performance.now() - from) * 1_000;
          if (result instanceof Promise) return result;
          (result.issues ? this.refusing : this.accepting).add(microseconds);
          if (!result.issues && isObject(result.value)) returned.add(result.value);
          return result;
        },
      },
    };
  }
}
