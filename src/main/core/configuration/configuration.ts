import type { z } from 'zod';
import { deepMerge, err, Fault, isPlainObject, ok, type Result } from '#shared/kernel/index.ts';
import { changedPaths } from './changed-paths.ts';

/** The changes from one valid configuration to the next. */
export interface ConfigChange<TConfig> {
  readonly config: TConfig;
  readonly previous: TConfig;
  /** Dotted paths, such as `obs.port`. */
  readonly paths: readonly string[];
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'the settings' : path.join('.');

const invalid = (owner: string, error: z.ZodError): Fault =>
  new Fault(
    'configuration.invalid',
    `The settings of ${owner} are not valid: ${error.issues
      .map((issue) => `${pathText(issue.path)}: ${issue.message}`)
      .join('; ')}`,
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Correct the settings', target: owner },
      details: {
        issues: error.issues.map((issue) => ({ path: pathText(issue.path), message: issue.message })),
      },
      cause: error,
    },
  );

const keysUnknownTo = (parsed: unknown, given: unknown, path = ''): readonly string[] => {
  if (!isPlainObject(parsed) || !isPlainObject(given)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    return Object.hasOwn(parsed, key) ? keysUnknownTo(parsed[key], value, inner) : [inner];
  });
};

/**
 * The configuration of one orchestrator: a schema with defaults, and values over them. Omitted values keep
 * their defaults at any depth. A change that the schema refuses has no effect.
 *
 * @example
 * ```ts
 * const schema = z.object({
 *   obs: z
 *     .object({ host: z.string().default('127.0.0.1'), port: z.int().max(65_535).default(4455) })
 *     .prefault({}),
 * });
 * const settings = new Configuration('Show', schema, { obs: { port: 4466 } });
 * settings.current; // => { obs: { host: '127.0.0.1', port: 4466 } }
 *
 * settings.apply({ obs: { host: 'studio' } }); // => { ok: true, value: { paths: ['obs.host'], … } }
 * settings.apply({ obs: { port: 70_000 } }); // => { ok: false, error: { code: 'configuration.invalid', … } }
 * settings.current; // => { obs: { host: 'studio', port: 4466 } }
 * ```
 */
export class Configuration<TConfig extends object> {
  readonly #owner: string;
  readonly #schema: z.ZodType<TConfig>;
  #given: unknown;
  #current: TConfig;

  /** Throws a {@link Fault} of kind `configuration` when the initial values are invalid. */
  constructor(owner: string, schema: z.ZodType<TConfig>, initial: unknown = {}) {
    this.#owner = owner;
    this.#schema = schema;
    const parsed = this.#parse(initial);
    if (!parsed.ok) throw parsed.error;
    this.#given = initial;
    this.#current = parsed.value;
  }

  get current(): TConfig {
    return this.#current;
  }

  /** Returns the changes that applying would make. */
  preview(partial: unknown): Result<ConfigChange<TConfig>, Fault> {
    const parsed = this.#parse(deepMerge(this.#given, partial));
    if (!parsed.ok) return parsed;
    return ok({
      config: parsed.value,
      previous: this.#current,
      paths: changedPaths(this.#current, parsed.value),
    });
  }

  /** Merges `partial` into the current values and returns the changes. */
  apply(partial: unknown): Result<ConfigChange<TConfig>, Fault> {
    const change = this.preview(partial);
    if (!change.ok) return change;
    this.#given = deepMerge(this.#given, partial);
    this.#current = change.value.config;
    return change;
  }

  /** Returns given keys that the schema does not contain: usually a spelling mistake. */
  unknownKeys(): readonly string[] {
    return keysUnknownTo(this.#current, this.#given);
  }

  #parse(given: unknown): Result<TConfig, Fault> {
    const defaults = this.#schema.safeParse({});
    const merged = defaults.success ? deepMerge(defaults.data, given) : given;
    const parsed = this.#schema.safeParse(merged);
    return parsed.success ? ok(parsed.data) : err(invalid(this.#owner, parsed.error));
  }
}
