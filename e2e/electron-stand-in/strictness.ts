/**
 * Something that Electron would have refused, or that its page may not do. Each fails the run it happened in.
 */
export interface Violation {
  readonly kind: 'content-security-policy' | 'navigation' | 'protocol' | 'preload' | 'picture';
  readonly message: string;
}

/** The line by which a run that watches the stand-in learns of a violation. */
export const VIOLATION_PREFIX = 'electron-stand-in violation ';

/** Collects violations and says each on standard error at once. */
export class Violations {
  readonly #seen: Violation[] = [];
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void = (line) => void process.stderr.write(line)) {
    this.#say = say;
  }

  get all(): readonly Violation[] {
    return this.#seen;
  }

  add(kind: Violation['kind'], message: string): void {
    this.#seen.push({ kind, message });
    this.#say(`${VIOLATION_PREFIX}${JSON.stringify({ kind, message })}\n`);
  }
}

/** The members of `T` that a stand-in offers, with exactly the types that Electron declares for them. */
export type Offers<T, Members extends keyof T> = { [Member in Members]: T[Member] };

/**
 * Wraps an object so that reading a member it lacks throws. The program thus cannot depend on anything that
 * the stand-in never checked. Members that JavaScript itself reads (symbols, `then`, `toJSON`) stay
 * undefined.
 */
export const onlyWhatIsOffered = <T extends object>(name: string, target: T): T =>
  new Proxy(target, {
    get: (object, key): unknown => {
      // Methods keep the object itself as `this`: private members are not on the proxy.
      const value: unknown = Reflect.get(object, key, object);
      if (typeof value === 'function') {
        return (...args: unknown[]): unknown => {
          const result: unknown = Reflect.apply(value, object, args);
          return result;
        };
      }
      if (
        value !== undefined ||
        key in object ||
        typeof key === 'symbol' ||
        key === 'then' ||
        key === 'toJSON'
      ) {
        return value;
      }
      throw new Error(
        `The Electron stand-in does not offer ${name}.${key}: add it, typed against Electron's declaration`,
      );
    },
  });

/**
 * As {@link onlyWhatIsOffered}, and every call after the end throws what Electron throws. `isDestroyed` may
 * always be asked.
 */
export const untilDestroyed = <T extends object>(name: string, target: T, isDestroyed: () => boolean): T => {
  const offered = onlyWhatIsOffered(name, target);
  return new Proxy(offered, {
    get: (object, key): unknown => {
      if (
        isDestroyed() &&
        key !== 'isDestroyed' &&
        key !== 'id' &&
        typeof key !== 'symbol' &&
        key !== 'then'
      ) {
        throw new TypeError('Object has been destroyed');
      }
      return Reflect.get(object, key);
    },
  });
};

/** Electron's words for a value that structured clone cannot carry. */
export const assertCloneable = (value: unknown): void => {
  try {
    structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
};

/** Throws unless the app is ready, in Electron's words for what was tried. */
export const assertReady = (isReady: boolean, message: string): void => {
  if (!isReady) throw new Error(message);
};
