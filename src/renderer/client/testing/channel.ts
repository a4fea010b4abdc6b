/** A channel that passes each value to all current readers. */
export interface Channel<T> {
  send(value: T): void;
  /** Yields `first`, then every sent value, until the signal aborts. */
  read(signal: AbortSignal | undefined, first?: T): AsyncGenerator<T, void, void>;
}

export const createChannel = <T>(): Channel<T> => {
  const readers = new Set<(value: T) => void>();
  return {
    send: (value) => {
      for (const reader of readers) reader(value);
    },
    read: async function* (signal, first) {
      const waiting: T[] = first === undefined ? [] : [first];
      let wake: (() => void) | undefined;
      const reader = (value: T): void => {
        waiting.push(value);
        wake?.();
      };
      const onAbort = (): void => wake?.();
      readers.add(reader);
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        for (;;) {
          if (signal?.aborted) return;
          const value = waiting.shift();
          if (value !== undefined) yield value;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        readers.delete(reader);
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
};
